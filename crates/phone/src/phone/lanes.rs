//! What happens in a lane: one entry carried once, one question asked once, one line warmed. Paths are raced; the first
//! verified receipt wins and the rest stop. An update of the track, of which there are many, begins with the path that last
//! got something through; the others join when that is slow.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use hifazat_protocol::{AlertId, Ask, TrustBundle};

use crate::alert::Alert;
use crate::budget::{Fare, Paid};
use crate::outcome::{Outcome, decide, decide_ask};
use crate::path::{Answer, Path};
use crate::phone::Phone;
use crate::phone::plan::Lane;
use crate::record::{Entry, EntryKind, EntryState};
use crate::store::Lease;

/// A path that has not answered by now is dropped and tried again.
const CARRY_DEADLINE: Duration = Duration::from_secs(30);
/// Paths that did not get the last thing through join an update's race after this.
const HEAD_START: Duration = Duration::from_secs(2);
/// The room may hold a question open for so long.
const ASK_WAIT: Duration = Duration::from_secs(25);
/// A slow link takes most of half a minute to connect before the room even hears the question.
const ASK_DEADLINE: Duration = Duration::from_secs(55);
const WARM_DEADLINE: Duration = Duration::from_secs(10);
/// Another process carries this entry; look again soon.
const LEASED: Duration = Duration::from_secs(1);
/// A settled entry is never due again, unless no store could write the receipt down.
const SETTLED_AGAIN: Duration = Duration::from_secs(1);

type Race<'a> = FuturesUnordered<BoxFuture<'a, Option<(&'static str, Answer)>>>;

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
        let favourite = self.favourite(entry, &trust);
        let race = self.race(|path| {
            let (trust, envelope) = (&trust, &entry.envelope);
            let joins_later = favourite.is_some_and(|name| name != path.name());
            Box::pin(async move {
                if !path.takes(trust, envelope) {
                    return None;
                }
                if joins_later {
                    self.ports.clock.sleep(HEAD_START).await;
                    self.pay_for_joining(path, envelope, paid);
                }
                Some((path.name(), path.carry(trust, envelope).await))
            })
        });
        let outcome = self.first_settled(alert, entry, race).await;
        self.conclude(entry, outcome);
        self.bump();
    }

    /// The path that an update begins with. What must not wait begins with all.
    fn favourite(&self, entry: &Entry, trust: &TrustBundle) -> Option<&'static str> {
        match entry.kind {
            EntryKind::Update => {
                let name = self.state().favourite?;
                let path = self.ports.paths.iter().find(|path| path.name() == name)?;
                path.takes(trust, &entry.envelope).then_some(name)
            }
            EntryKind::Raise | EntryKind::Cancel | EntryKind::LastWord => None,
        }
    }

    fn pay_for_joining(&self, path: &dyn Path, envelope: &[u8], paid: Option<Paid>) {
        let more = Fare::over(std::iter::once(path.overhead_bytes())).of(envelope.len());
        if let Some(paid) = paid {
            self.state().budget.pay_more(paid, more);
        }
    }

    /// Lets the paths run until one settles the entry, all have answered, or time is up.
    async fn first_settled(&self, alert: &Alert, entry: &Entry, mut race: Race<'_>) -> Outcome {
        let attempts = entry.attempts.saturating_add(1);
        let status = alert.facts().status;
        let chance = &*self.ports.entropy;
        let judge = |answer: &Answer, verified: &[_]| decide(answer, verified, entry, status, attempts, chance);
        let mut best: Option<Outcome> = None;
        let deadline = self.ports.clock.sleep(CARRY_DEADLINE);
        tokio::pin!(deadline);
        loop {
            let (name, answer) = tokio::select! {
                arrived = race.next() => match arrived {
                    Some(Some(arrived)) => arrived,
                    Some(None) => continue,
                    None => break,
                },
                () = &mut deadline => break,
            };
            self.note_reach(entry.key.alert, &answer);
            let verified = self.learn(entry.key.alert, name, &answer, Some(entry));
            let outcome = judge(&answer, &verified);
            match (&outcome, &best) {
                (Outcome::Settled(_), _) => {
                    self.state().favourite = Some(name);
                    return outcome;
                }
                // A path that only lacks a network is the better hope than one whose room refuses.
                (Outcome::Retry { .. }, _) | (Outcome::Park { .. }, None) => best = Some(outcome),
                (Outcome::Park { .. }, Some(_)) => {}
            }
        }
        best.unwrap_or_else(|| {
            self.note_reach(entry.key.alert, &Answer::Unreachable);
            judge(&Answer::Unreachable, &[])
        })
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
        let have = u8::try_from(alert.ladder.held()).unwrap_or(u8::MAX);
        let ask = Ask::new(self.identity.device.id(), id, have, &self.identity.path_key).encode();
        let asked_at = self.ports.clock.elapsed();
        let mut race = self.race(|path| {
            let (trust, ask) = (&trust, &ask);
            Box::pin(async move { Some((path.name(), path.ask(trust, ask, ASK_WAIT).await?)) })
        });
        let deadline = self.ports.clock.sleep(ASK_DEADLINE);
        tokio::pin!(deadline);
        let mut news = false;
        let mut last = Answer::Unreachable;
        loop {
            tokio::select! {
                arrived = race.next() => {
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
                _ = futures_util::future::join_all(all) => {}
                () = self.ports.clock.sleep(WARM_DEADLINE) => {}
            }
        }
        Lane::Warm
    }

    /// Starts every path; one that cannot do it ends with `None`.
    fn race<'a>(&'a self, start: impl Fn(&'a dyn Path) -> BoxFuture<'a, Option<(&'static str, Answer)>>) -> Race<'a> {
        self.ports.paths.iter().map(|path| start(&**path)).collect()
    }

    fn note_reach(&self, alert: AlertId, answer: &Answer) {
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
