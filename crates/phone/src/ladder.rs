//! The ladder of words on her screen, built from verified receipts and from nothing else. It goes back for one reason: the
//! room has signed that it does not hold the alert. Then nothing of what it had said is so any more, and none of those
//! receipts counts again, however often it comes.

use std::collections::{BTreeMap, BTreeSet};

use hifazat_protocol::{Sequence, Stage, Status, UnixMillis, VerifiedReceipt};

use crate::moment::Moment;

/// How far the room has come with one alert, as proven to this phone.
#[derive(Clone, Debug)]
pub(crate) struct Ladder {
    status: Status,
    rungs: BTreeMap<Stage, Rung>,
    hashes: BTreeMap<[u8; 32], Link>,
    /// Those of receipts that came as texts: they are no links of the room's chain.
    by_text: BTreeSet<[u8; 32]>,
    followers: BTreeSet<Option<[u8; 32]>>,
    words: u16,
    /// The chain has come to *closed*.
    complete: bool,
    /// When the room last said that it does not hold the alert.
    lost: Option<Moment>,
    /// Receipts that were held when it said so.
    spent: BTreeMap<[u8; 32], Link>,
    /// What goes on standing on a screen that a PIN has stopped.
    stopped: Option<BTreeMap<Stage, Rung>>,
}

/// One proven step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rung {
    /// The time in the receipt.
    pub at: UnixMillis,
    /// When this phone learned it.
    pub learned: Moment,
    /// The desk that took it.
    pub desk: Option<String>,
    /// The unit that is coming.
    pub unit: Option<String>,
    /// Seconds until it is expected, counted from `at`.
    pub eta_s: Option<u32>,
    /// The path that brought the proof.
    pub path: String,
}

/// Where a receipt stands in its chain.
#[derive(Clone, Copy, Debug)]
struct Link {
    previous: Option<[u8; 32]>,
    /// It says that the raise is stored, or came as a text.
    of_raise: bool,
}

/// What a receipt did to the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Climb {
    /// It says something new.
    Advanced,
    /// The very receipt that is held already: answers are repeated on poor lines.
    Known,
    /// It contradicts a receipt that is held: another one after the same predecessor that adds nothing.
    Conflicting,
    /// The room took a drill for an alarm, or the reverse.
    WrongKind,
    /// It is from before the room lost the alert, or can only be.
    Spent,
}

impl Ladder {
    /// An empty ladder for an alert of this status.
    #[must_use]
    pub(crate) const fn new(status: Status) -> Self {
        Self {
            status,
            rungs: BTreeMap::new(),
            hashes: BTreeMap::new(),
            by_text: BTreeSet::new(),
            followers: BTreeSet::new(),
            words: 0,
            complete: false,
            lost: None,
            spent: BTreeMap::new(),
            stopped: None,
        }
    }

    /// The room does not hold the alert: back to the foot. `stopped`: her screen stands still, and keeps what it shows.
    pub(crate) fn fall(&mut self, learned: Moment, stopped: bool) {
        let before = std::mem::replace(self, Self::new(self.status));
        self.lost = Some(learned);
        self.spent = before.spent;
        self.spent.extend(before.hashes);
        self.spent.extend(before.by_text.into_iter().map(|hash| (hash, Link { previous: None, of_raise: true })));
        self.stopped = before.stopped.or_else(|| stopped.then_some(before.rungs));
    }

    /// Takes one verified receipt of this alert in.
    pub(crate) fn climb(&mut self, receipt: &VerifiedReceipt, path: &str, learned: Moment) -> Climb {
        if self.holds(receipt) {
            return Climb::Known;
        }
        // No word goes before the room's `stored`: one that does was said before it lost the alert.
        let too_soon = self.lost.is_some() && !self.has_begun() && receipt.stage != Stage::Stored;
        if self.spent.contains_key(&receipt.hash()) || (too_soon && !receipt.is_by_text()) {
            return Climb::Spent;
        }
        if is_wrong_kind(self.status, receipt) {
            return Climb::WrongKind;
        }
        if receipt.is_by_text() {
            self.by_text.insert(receipt.hash());
            self.place_rung(receipt, path, learned);
            return Climb::Advanced;
        }
        // A room restored from a backup may fork its chain; what adds nothing is dropped, what helps her is not.
        let adds = self.top() < Some(receipt.stage) || receipt.stage == Stage::Stored;
        let forks = self.followers.contains(&receipt.previous);
        if forks && !adds {
            return Climb::Conflicting;
        }
        let of_raise = receipt.stage == Stage::Stored && receipt.sequence == Sequence::RAISE;
        self.hashes.insert(receipt.hash(), Link { previous: receipt.previous, of_raise });
        self.recall(receipt.previous);
        self.words = self.words.saturating_add(u16::from(receipt.stage != Stage::Stored));
        self.complete |= receipt.stage == Stage::Closed;
        self.followers.insert(receipt.previous);
        self.place_rung(receipt, path, learned);
        Climb::Advanced
    }

    /// A room that has lost the raise may have heard of a cancel before it says so. What it then says next follows its
    /// receipt for the cancel, which so proves to be of the time since, and counts again. That of the raise never does.
    fn recall(&mut self, mut before: Option<[u8; 32]>) {
        while let Some(hash) = before {
            let Some(link) = self.spent.get(&hash).filter(|link| !link.of_raise) else { return };
            before = link.previous;
            self.spent.remove(&hash);
        }
    }

    /// The first proof of a stage stays; only who comes and when may be corrected by a later one.
    fn place_rung(&mut self, receipt: &VerifiedReceipt, path: &str, learned: Moment) {
        let rung = Rung {
            at: receipt.at,
            learned,
            desk: receipt.desk.clone(),
            unit: receipt.unit.clone(),
            eta_s: receipt.eta_s,
            path: path.to_owned(),
        };
        match self.rungs.get_mut(&receipt.stage) {
            None => {
                self.rungs.insert(receipt.stage, rung);
            }
            Some(held) if receipt.stage != Stage::Stored && rung.at >= held.at => {
                held.at = rung.at;
                held.desk = rung.desk.or(held.desk.take());
                held.unit = rung.unit.or(held.unit.take());
                held.eta_s = rung.eta_s.or(held.eta_s);
            }
            Some(_) => {}
        }
    }

    /// The highest step proven so far.
    #[must_use]
    pub(crate) fn top(&self) -> Option<Stage> {
        self.rungs.keys().next_back().copied()
    }

    /// The steps for her screen, which stands still once a PIN has taken the alarm back.
    pub(crate) fn shown(&self) -> &BTreeMap<Stage, Rung> {
        self.stopped.as_ref().unwrap_or(&self.rungs)
    }

    /// Since when the room is known to have lost the alert; `None` if it never has, or holds it again.
    pub(crate) fn lost(&self) -> Option<Moment> {
        self.lost.filter(|_| self.rungs.is_empty())
    }

    /// Is this very receipt held already?
    #[must_use]
    pub(crate) fn holds(&self, receipt: &VerifiedReceipt) -> bool {
        self.hashes.contains_key(&receipt.hash()) || self.by_text.contains(&receipt.hash())
    }

    /// Is there a receipt of the room's chain?
    #[must_use]
    pub(crate) fn has_begun(&self) -> bool {
        !self.hashes.is_empty()
    }

    /// Has the chain come to its end? A text may have said *closed* before.
    #[must_use]
    pub(crate) const fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many of the room's words after `stored` are held.
    #[must_use]
    pub(crate) const fn words(&self) -> u16 {
        self.words
    }
}

/// A drill answered as an alarm, or an alarm answered as a drill, by word or by deed: nobody is sent to a drill.
fn is_wrong_kind(status: Status, receipt: &VerifiedReceipt) -> bool {
    let word = receipt.status.is_some_and(|said| said != status);
    let deed = match receipt.stage {
        Stage::Seen | Stage::Dispatched | Stage::Arrived => status != Status::Actual,
        Stage::Stored | Stage::Opened | Stage::Closed => false,
    };
    word || deed
}

#[cfg(test)]
#[path = "ladder/tests.rs"]
mod tests;
