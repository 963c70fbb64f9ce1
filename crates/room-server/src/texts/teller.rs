//! Receipts as texts, to her who chose that.
//!
//! Best effort: a phone that can ask learns more, and sooner, over its other paths. What is due stands in the ledger, and is
//! due until the carrier has taken it. This looks at every record that is committed and, when it begins, at all that is owed;
//! what it could not get rid of in some minutes waits for the alert's next change, or for the room's next start.

use std::sync::Arc;
use std::time::Duration;

use hifazat_room::DueText;
use hifazat_time::Backoff;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;

use super::line::{Line, Sent};
use super::words::{Word, Words};
use crate::shared::Shared;

/// Texts that are at the carrier at one time: the window that SMSCs commonly grant.
const WINDOW: usize = 8;
/// How often one text is tried: over some ten minutes, so that a carrier may be started anew.
const TRIES: u32 = 14;
const BETWEEN_TRIES: Backoff =
    Backoff { first: Duration::from_secs(1), growth_percent: 200, cap: Duration::from_secs(60) };

/// Sends what is due.
pub(super) struct Teller {
    shared: Arc<Shared>,
    line: Arc<Line>,
    window: Arc<Semaphore>,
    words: Words,
    tasks: JoinSet<(Word, Sent)>,
}

impl Teller {
    pub(super) fn new(line: Line, shared: Arc<Shared>) -> Self {
        let window = Arc::new(Semaphore::new(WINDOW));
        Self { shared, line: Arc::new(line), window, words: Words::default(), tasks: JoinSet::new() }
    }

    /// Runs until the server stops.
    pub(super) async fn run(mut self) {
        // Subscribes first and looks second, so that nothing falls between.
        let mut commits = self.shared.room.ledger().subscribe();
        self.look().await;
        loop {
            tokio::select! {
                () = self.shared.stop.cancelled() => return,
                heard = commits.recv() => match heard {
                    Ok(committed) => {
                        let due = |record| self.shared.room.due_text(record);
                        let owed: Vec<DueText> = committed.records.iter().filter_map(due).collect();
                        owed.into_iter().for_each(|due| self.take(due));
                    }
                    Err(RecvError::Lagged(_)) => self.look().await,
                    Err(RecvError::Closed) => return,
                },
                Some(Ok((word, sent))) = self.tasks.join_next() => self.words.end(word, sent),
            }
        }
    }

    /// At everything that is owed.
    async fn look(&mut self) {
        match self.shared.room.owed_texts().await {
            Ok(owed) => owed.into_iter().for_each(|due| self.take(due)),
            Err(error) => {
                tracing::error!(%error, "cannot read which texts are due; each alert's next change tries again")
            }
        }
    }

    fn take(&mut self, due: DueText) {
        let word = (due.id, due.stage);
        if self.words.begin(word) {
            let (line, window) = (Arc::clone(&self.line), Arc::clone(&self.window));
            let shared = Arc::clone(&self.shared);
            self.tasks.spawn(async move { (word, tell(&line, &window, &shared, &due).await) });
        }
    }
}

async fn tell(line: &Line, window: &Semaphore, shared: &Shared, due: &DueText) -> Sent {
    let count = |outcome| shared.figures.count("hifazat_texts_sent_total", Some(("outcome", outcome)));
    for tries in 1..=TRIES {
        let sent = match window.acquire().await {
            Ok(_place) => line.send(shared, due).await,
            Err(_) => return Sent::Later,
        };
        match sent {
            Sent::Taken => {
                count("taken");
                if let Err(error) = shared.room.text_told(due.id, due.stage).await {
                    tracing::warn!(%error, "a text went out and could not be noted; it may go out again");
                }
                return sent;
            }
            Sent::Refused => {
                count("refused");
                tracing::warn!("the carrier refuses a text to a phone");
                return sent;
            }
            Sent::Later => shared.clock.sleep(BETWEEN_TRIES.pause(tries, &*shared.entropy)).await,
        }
    }
    count("given_up");
    tracing::warn!("a text to a phone waits: the carrier does not take it");
    Sent::Later
}
