//! What happens in a lane: one entry carried once, one question asked once, one line warmed.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{AlertId, Ask};

use crate::alert::Alert;
use crate::budget::Paid;
use crate::outcome::{Outcome, decide_ask};
use crate::path::{Answer, Path};
use crate::phone::Phone;
use crate::phone::plan::Lane;
use crate::record::{Entry, EntryState};
use crate::store::Lease;

/// The room may hold a question open for so long.
const ASK_WAIT: Duration = Duration::from_secs(25);
/// A slow link takes most of half a minute to connect before the room even hears the question.
const ASK_DEADLINE: Duration = Duration::from_secs(55);
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

    /// One question: what further receipts are there?
    pub(crate) async fn ask(&self, alert: &Alert) {
        let Some(trust) = self.bundle() else { return };
        let id = alert.facts().id;
        let have = u8::try_from(alert.ladder.held_in_a_row()).unwrap_or(u8::MAX);
        let ask = Ask::new(self.identity.device.id(), id, have, &self.identity.path_key).encode();
        let asked_at = self.ports.clock.elapsed();
        let question = |path: &Arc<dyn Path>| {
            let (path, trust, ask) = (Arc::clone(path), &trust, &ask);
            async move { Some((path.name(), path.ask(trust, ask, ASK_WAIT).await?)) }
        };
        let mut asked: FuturesUnordered<_> = self.ports.paths.iter().map(question).collect();
        let deadline = self.ports.clock.sleep(ASK_DEADLINE);
        tokio::pin!(deadline);
        let mut news = false;
        let mut last = Answer::Unreachable;
        loop {
            tokio::select! {
                biased;
                arrived = asked.next() => {
                    let Some(arrived) = arrived else { break };
                    let Some((name, answer)) = arrived else { continue };
                    // What updates have brought meanwhile is no news of the desk.
                    let before = self.alert(id).map_or(0, |now| now.ladder.held());
                    self.learn(id, name, &answer, None);
                    news = self.alert(id).is_some_and(|now| now.ladder.held() > before);
                    last = answer;
                    if news {
                        break;
                    }
                }
                () = &mut deadline => break,
            }
        }
        let now = self.ports.clock.elapsed();
        let pause = self.state().pauses.ask(id, asked_at);
        let next = decide_ask(pause, news, &last, asked_at, now, &*self.ports.entropy);
        self.state().pauses.pause_ask(id, next);
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
