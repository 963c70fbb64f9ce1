//! What happens in a lane: one entry carried once, one line warmed. One question asked once is in `ask.rs`.

use std::time::Duration;

use hifazat_protocol::AlertId;

use crate::alert::Alert;
use crate::budget::Paid;
use crate::outcome::Outcome;
use crate::path::Answer;
use crate::phone::Phone;
use crate::phone::plan::Lane;
use crate::record::{Entry, EntryState};
use crate::store::Lease;

const WARM_DEADLINE: Duration = Duration::from_secs(10);
/// Another process carries this entry; look again soon.
const LEASED: Duration = Duration::from_secs(1);
/// A settled entry is never due again, unless no store could write the receipt down.
const SETTLED_AGAIN: Duration = Duration::from_secs(1);

impl Phone {
    /// One attempt to carry one entry.
    pub(crate) async fn carry(&self, alert: &Alert, entry: &Entry, paid: Option<Paid>) {
        let Some(trust) = self.bundle() else { return };
        let now = self.now().wall;
        let lease = Lease { holder: self.holder, now, until: now.plus_ms(Lease::LONGEST_MS) };
        if !self.ledger.claim(entry.key, lease) {
            self.state().pauses.pause_entry(entry.key, self.due_in(LEASED));
            return;
        }
        let outcome = self.race(alert, entry, &trust, paid).await;
        self.conclude(entry, outcome);
        self.bump();
    }

    fn conclude(&self, entry: &Entry, outcome: Outcome) {
        match outcome {
            Outcome::Settled(receipt) => {
                tracing::debug!(alert = %receipt.alert, sequence = receipt.sequence.0, "settled");
                // Should no store have taken the receipt, the entry comes again; but not in a storm.
                let due = self.due_in(SETTLED_AGAIN);
                self.state().pauses.pause_entry(entry.key, due);
            }
            Outcome::Retry { after } => {
                self.ledger.release(entry.key, &EntryState::Pending);
                self.state().pauses.pause_entry(entry.key, self.due_in(after));
            }
            Outcome::Park { refusal, after } => {
                tracing::warn!(alert = %entry.key.alert, code = refusal.code, "the room refuses an entry");
                self.ledger.release(entry.key, &EntryState::Parked { code: refusal.code });
                self.state().pauses.pause_entry(entry.key, self.due_in(after));
            }
        }
    }

    pub(crate) async fn warm(&self) -> Lane {
        if let Some(trust) = self.bundle() {
            let all = self.ports.paths.iter().map(|path| path.warm(&trust));
            tokio::select! {
                biased;
                _ = futures_util::future::join_all(all) => {}
                () = self.ports.clock.sleep(WARM_DEADLINE) => {}
            }
        }
        Lane::Warm
    }

    pub(crate) fn note_reach(&self, alert: AlertId, answer: &Answer) {
        let now = self.ports.clock.now();
        let news = match answer {
            Answer::Unreachable | Answer::Garbled => self.state().pauses.nobody_reached(alert, now),
            Answer::Receipts(_) | Answer::Busy { .. } | Answer::Rejected(_) => {
                self.state().pauses.somebody_reached(alert)
            }
        };
        if news {
            self.bump();
        }
    }

    fn due_in(&self, pause: Duration) -> Duration {
        self.ports.clock.elapsed().saturating_add(pause)
    }
}
