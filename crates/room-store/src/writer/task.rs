//! A piece of work on its way to the writer, and its answer on the way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hifazat_room::ledger::LedgerError;
use tokio::sync::{mpsc, oneshot};

use super::Work;
use crate::error::StoreError;

/// Something to do in a transaction; perhaps more than once, if that is rolled back.
pub(crate) trait Task: Send {
    /// Does it, and says whether it went well.
    fn run(&mut self, work: &mut Work<'_>) -> bool;

    /// After the commit, or after its failure: tells whoever waits.
    fn answer(self: Box<Self>, failed: Option<LedgerError>);
}

struct Piece<T, F> {
    part: F,
    result: Result<T, LedgerError>,
    reply: oneshot::Sender<Result<T, LedgerError>>,
}

/// Sends a piece of work and waits for its commit.
pub(crate) async fn queue<T: Send + 'static>(
    tasks: &mpsc::Sender<Box<dyn Task>>,
    part: impl FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, LedgerError> {
    let (reply, answer) = oneshot::channel();
    let piece = Piece { part, result: Err(LedgerError::Closed), reply };
    tasks.try_send(Box::new(piece)).map_err(|error| match error {
        mpsc::error::TrySendError::Full(_) => LedgerError::Busy,
        mpsc::error::TrySendError::Closed(_) => LedgerError::Closed,
    })?;
    answer.await.unwrap_or(Err(LedgerError::Closed))
}

impl<T, F> Task for Piece<T, F>
where
    T: Send,
    F: FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, work: &mut Work<'_>) -> bool {
        // A rule that panics must cost its own alert an error, not the whole room its writer.
        let result = catch_unwind(AssertUnwindSafe(|| (self.part)(work))).unwrap_or(Err(StoreError::Panicked));
        self.result = result.map_err(|error| {
            tracing::error!(%error, "a change failed");
            LedgerError::from(error)
        });
        self.result.is_ok()
    }

    fn answer(self: Box<Self>, failed: Option<LedgerError>) {
        let result = failed.map_or(self.result, Err);
        // Whoever asked may have gone; the commit stands, and a repeated request finds it.
        _ = self.reply.send(result);
    }
}
