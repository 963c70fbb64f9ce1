//! One race: an entry on every path that can take it, until a verified receipt settles it.
//!
//! The paths do not wait for each other. One that fails while another is still under way begins again after its own pause;
//! the race ends when it is won, when nobody is under way any more, or when its time is over, and the outbox goes on from
//! there. An update of the track, of which there are many, begins with the path that last got something through, and the
//! others join when that is slow.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::TrustBundle;

use crate::alert::Alert;
use crate::budget::{Fare, Paid};
use crate::outcome::{Outcome, decide};
use crate::path::{Answer, Path};
use crate::phone::Phone;
use crate::record::{Entry, EntryKind};

/// A race that has not been won by now is begun anew.
const DEADLINE: Duration = Duration::from_secs(30);
/// Paths that did not get the last thing through join an update's race after this.
const HEAD_START: Duration = Duration::from_secs(2);

/// A path in the race: when it begins, or begins again.
#[derive(Clone, Copy)]
struct Runner<'a> {
    path: &'a dyn Path,
    tries: u32,
    due: Duration,
}

impl Runner<'_> {
    /// After a failure it rests.
    fn after(self, pause: Duration, now: Duration) -> Self {
        Self { tries: self.tries.saturating_add(1), due: now.saturating_add(pause), ..self }
    }
}

impl Phone {
    /// Lets the paths run. What was paid for already is the fare of those that begin.
    pub(crate) async fn race(
        &self,
        alert: &Alert,
        entry: &Entry,
        trust: &Arc<TrustBundle>,
        paid: Option<Paid>,
    ) -> Outcome {
        let begun = self.ports.clock.elapsed();
        let mut waiting = self.line_up(entry, trust, begun);
        let mut under_way = FuturesUnordered::new();
        let mut refused = None;
        let deadline = self.ports.clock.sleep(DEADLINE);
        tokio::pin!(deadline);
        loop {
            let now = self.ports.clock.elapsed();
            let nobody_runs = under_way.is_empty();
            for runner in take_due(&mut waiting, now, nobody_runs) {
                if runner.tries == 0 && runner.due > begun {
                    self.pay_for_joining(runner.path, entry, paid);
                }
                under_way.push(async move { (runner, runner.path.carry(trust, &entry.envelope).await) });
            }
            let next = waiting.iter().map(|runner| runner.due).min();
            let rest = self.ports.clock.sleep(next.map_or(DEADLINE, |due| due.saturating_sub(now)));
            tokio::select! {
                biased;
                arrived = under_way.next() => {
                    let Some((runner, answer)) = arrived else { break };
                    match self.judge(alert, entry, runner, &answer) {
                        Outcome::Settled(receipt) => return Outcome::Settled(receipt),
                        Outcome::Retry { after } => waiting.push(runner.after(after, self.ports.clock.elapsed())),
                        park @ Outcome::Park { .. } => refused = Some(park),
                    }
                }
                () = rest => {}
                () = self.network.notified() => waiting.iter_mut().for_each(|runner| runner.due = now),
                () = &mut deadline => break,
            }
        }
        // A path that only lacks a network is the better hope than one whose room refuses.
        let hope = !under_way.is_empty();
        self.unsettled(alert, entry, &waiting, refused.filter(|_| !hope))
    }

    /// What one path's answer comes to.
    fn judge(&self, alert: &Alert, entry: &Entry, runner: Runner<'_>, answer: &Answer) -> Outcome {
        let id = entry.key.alert;
        self.note_reach_by(entry, answer);
        let words_before = self.words_of(id);
        let verified = self.learn(id, runner.path.name(), answer, Some(entry));
        self.note_told(id, words_before, &verified);
        let attempts = entry.attempts.saturating_add(1).saturating_add(runner.tries);
        let outcome = decide(answer, &verified, entry, alert.facts().status, attempts, &*self.ports.entropy);
        if matches!(outcome, Outcome::Settled(_)) && entry.kind != EntryKind::ClipPiece {
            self.state().favourite = Some(runner.path.name());
        }
        outcome
    }

    /// That a long piece of a clip did not get through says nothing of what is short.
    fn note_reach_by(&self, entry: &Entry, answer: &Answer) {
        let failed = matches!(answer, Answer::Unreachable | Answer::Garbled);
        if entry.kind != EntryKind::ClipPiece || !failed {
            self.note_reach(entry.key.alert, answer);
        }
    }

    /// How a race ends that nobody has won.
    fn unsettled(&self, alert: &Alert, entry: &Entry, waiting: &[Runner<'_>], refused: Option<Outcome>) -> Outcome {
        if let Some(due) = waiting.iter().map(|runner| runner.due).min() {
            return Outcome::Retry { after: due.saturating_sub(self.ports.clock.elapsed()) };
        }
        refused.unwrap_or_else(|| {
            self.note_reach_by(entry, &Answer::Unreachable);
            let (attempts, chance) = (entry.attempts.saturating_add(1), &*self.ports.entropy);
            decide(&Answer::Unreachable, &[], entry, alert.facts().status, attempts, chance)
        })
    }

    /// Everybody who can take the entry, and when each begins.
    fn line_up<'a>(&'a self, entry: &Entry, trust: &TrustBundle, now: Duration) -> Vec<Runner<'a>> {
        let can = |path: &&Arc<dyn Path>| path.takes(trust, &entry.envelope);
        let paths: Vec<&dyn Path> = self.ports.paths.iter().filter(can).map(|path| &**path).collect();
        let favourite = match entry.kind {
            EntryKind::Update | EntryKind::Clip => self.state().favourite,
            EntryKind::Raise | EntryKind::Cancel | EntryKind::LastWord | EntryKind::ClipPiece => None,
        };
        let favourite = favourite.filter(|name| paths.iter().any(|path| path.name() == *name));
        let begins = |path: &dyn Path| favourite.is_none_or(|name| name == path.name());
        let due = |path: &dyn Path| if begins(path) { now } else { now.saturating_add(HEAD_START) };
        paths.into_iter().map(|path| Runner { path, tries: 0, due: due(path) }).collect()
    }

    fn pay_for_joining(&self, path: &dyn Path, entry: &Entry, paid: Option<Paid>) {
        let more = Fare::over(std::iter::once(path.overhead_bytes())).of(entry.envelope.len());
        if let Some(paid) = paid {
            self.state().purse(entry.kind).pay_more(paid, more);
        }
    }
}

/// Takes out those that are due; when there is none and nobody runs, those that have yet to begin.
fn take_due<'a>(waiting: &mut Vec<Runner<'a>>, now: Duration, nobody_runs: bool) -> Vec<Runner<'a>> {
    let idle = nobody_runs && waiting.iter().all(|runner| runner.due > now);
    waiting.extract_if(.., |runner| runner.due <= now || (idle && runner.tries == 0)).collect()
}
