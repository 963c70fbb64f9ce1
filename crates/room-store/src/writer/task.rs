//! A piece of work on its way to the writer, and its answer on the way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hifazat_room::ledger::LedgerError;
use tokio::sync::{mpsc, oneshot};

use super::Work;
use crate::error::StoreError;

/// Something to do in a transaction.
pub(crate) trait Task: Send {
    /// Does it, in its own savepoint. An error is one of the whole transaction, not of the task.
    fn run(&mut self, work: &mut Work<'_>) -> Result<(), StoreError>;

    /// After the commit, or after its failure: tells whoever waits.
    fn answer(self: Box<Self>, failed: Option<LedgerError>);
}

type Part<T> = Box<dyn FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send>;

struct Piece<T> {
    part: Option<Part<T>>,
    result: Result<T, LedgerError>,
    reply: oneshot::Sender<Result<T, LedgerError>>,
}

/// Sends a piece of work and waits for its commit.
pub(crate) async fn queue<T: Send + 'static>(
    tasks: &mpsc::Sender<Box<dyn Task>>,
    part: impl FnOnce(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, LedgerError> {
    let (reply, answer) = oneshot::channel();
    let piece = Piece { part: Some(Box::new(part)), result: Err(LedgerError::Closed), reply };
    tasks.try_send(Box::new(piece)).map_err(|error| match error {
        mpsc::error::TrySendError::Full(_) => LedgerError::Busy,
        mpsc::error::TrySendError::Closed(_) => LedgerError::Closed,
    })?;
    answer.await.unwrap_or(Err(LedgerError::Closed))
}

impl<T: Send> Task for Piece<T> {
    fn run(&mut self, work: &mut Work<'_>) -> Result<(), StoreError> {
        let Some(part) = self.part.take() else { return Ok(()) };
        // A rule that panics must cost its own alert an error, not the whole room its writer.
        let guarded =
            |work: &mut Work<'_>| catch_unwind(AssertUnwindSafe(|| part(work))).unwrap_or(Err(StoreError::Panicked));
        self.result = work.apart(guarded).map_err(|error| {
            tracing::error!(%error, "a task failed; it was rolled back alone");
            LedgerError::from(error)
        });
        Ok(())
    }

    fn answer(self: Box<Self>, failed: Option<LedgerError>) {
        let result = failed.map_or(self.result, Err);
        // Whoever asked may have gone; the commit stands, and a repeated request finds it.
        _ = self.reply.send(result);
    }
}
