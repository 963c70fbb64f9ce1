//! The ladder of words on her screen, built from verified receipts and from nothing else. It never goes back.

use std::collections::{BTreeMap, BTreeSet};

use hifazat_protocol::{Stage, Status, UnixMillis, VerifiedReceipt};

use crate::moment::Moment;

/// How far the room has come with one alert, as proven to this phone.
#[derive(Clone, Debug)]
pub(crate) struct Ladder {
    status: Status,
    rungs: BTreeMap<Stage, Rung>,
    hashes: BTreeSet<[u8; 32]>,
    /// Those of receipts that came as texts: they are no links of the room's chain.
    by_text: BTreeSet<[u8; 32]>,
    followers: BTreeSet<Option<[u8; 32]>>,
    words: u16,
    /// The chain has come to *closed*.
    complete: bool,
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
}

impl Ladder {
    /// An empty ladder for an alert of this status.
    #[must_use]
    pub(crate) const fn new(status: Status) -> Self {
        Self {
            status,
            rungs: BTreeMap::new(),
            hashes: BTreeSet::new(),
            by_text: BTreeSet::new(),
            followers: BTreeSet::new(),
            words: 0,
            complete: false,
        }
    }

    /// Takes one verified receipt of this alert in.
    pub(crate) fn climb(&mut self, receipt: &VerifiedReceipt, path: &str, learned: Moment) -> Climb {
        if self.holds(receipt) {
            return Climb::Known;
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
        self.hashes.insert(receipt.hash());
        self.words = self.words.saturating_add(u16::from(receipt.stage != Stage::Stored));
        self.complete |= receipt.stage == Stage::Closed;
        self.followers.insert(receipt.previous);
        self.place_rung(receipt, path, learned);
        Climb::Advanced
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

    /// The proof of one step, if there is one.
    #[must_use]
    pub(crate) fn rung(&self, stage: Stage) -> Option<&Rung> {
        self.rungs.get(&stage)
    }

    /// All proven steps, lowest first.
    pub(crate) fn rungs(&self) -> impl Iterator<Item = (Stage, &Rung)> {
        self.rungs.iter().map(|(stage, rung)| (*stage, rung))
    }

    /// The earliest proof of anything.
    #[must_use]
    pub(crate) fn first_proof(&self) -> Option<&Rung> {
        self.rungs.values().next()
    }

    /// Is this very receipt held already?
    #[must_use]
    pub(crate) fn holds(&self, receipt: &VerifiedReceipt) -> bool {
        self.hashes.contains(&receipt.hash()) || self.by_text.contains(&receipt.hash())
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
