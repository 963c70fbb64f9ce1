//! Which positions of a live alert are worth telling, and when they go.
//!
//! Worth telling: the first one after the tap; within 20 s a clearly better one; then every 30 m but not more often than
//! every 5 s, and every 10 s (every minute once nothing has moved for a while, to spare the battery).
//!
//! They go as soon as the update before them has got through and the byte budget allows; one sealed update carries
//! whatever has gathered meanwhile. While nothing gets through they gather here, unsealed, in memory and nowhere else,
//! and are sealed at the latest after a quarter of the outage so far, between one minute and ten. That is the trade: an
//! hour without network leaves some twenty entries behind and not hundreds, and a phone that dies loses no more than the
//! minutes since the last sealing.

use std::time::Duration;

use hifazat_protocol::Fix;

use super::ground::distance_m;
use super::thin::{Heard, lasting, thin};
use crate::moment::Moment;

/// Within this time after the tap, better places are told at once.
pub(crate) const SETTLING: Duration = Duration::from_secs(20);
const MOVED_M: f64 = 30.0;
const BEAT: Duration = Duration::from_secs(10);
const STILL_BEAT: Duration = Duration::from_secs(60);
const STILL_AFTER: Duration = Duration::from_secs(120);
const LEAST_GAP: Duration = Duration::from_secs(5);
/// So many fixes, however wordy, and their envelope stay below 1,200 bytes, the size of a datagram.
pub(crate) const MOST_FIXES: usize = 14;
/// One taking is no more than so many envelopes; what does not fit is thinned.
const MOST_ENVELOPES: usize = 3;
/// Gathered beyond this, the track is thinned in memory too.
const MOST_WAITING: usize = 120;
const SHORTEST_HOLD: Duration = Duration::from_secs(60);
const LONGEST_HOLD: Duration = Duration::from_secs(600);

/// Follows one alert.
#[derive(Debug)]
pub(crate) struct Tracker {
    began: Moment,
    told: Option<Heard>,
    moved: Moment,
    waiting: Vec<Heard>,
    /// Since when updates do not get through.
    stuck: Option<Moment>,
    /// What is held shall be held no longer.
    urged: bool,
    /// Something was sealed already: the next one is not the first.
    has_spoken: bool,
}

impl Tracker {
    /// Begins at the tap.
    pub(crate) const fn new(began: Moment) -> Self {
        Self { began, told: None, moved: began, waiting: Vec::new(), stuck: None, urged: false, has_spoken: false }
    }

    /// Hears a position; keeps it if it is worth telling.
    pub(crate) fn hear(&mut self, fix: Fix, now: Moment) {
        if !self.is_news(&fix, now) {
            return;
        }
        if self.told.as_ref().is_some_and(|told| distance_m(&told.fix, &fix).is_none_or(|m| m > MOVED_M)) {
            self.moved = now;
        }
        let heard = Heard { fix, at: now };
        self.told = Some(heard);
        self.waiting.push(heard);
        if self.waiting.len() > MOST_WAITING {
            self.waiting = thin(&self.waiting, now, MOST_WAITING / 2);
        }
    }

    fn is_news(&self, fix: &Fix, now: Moment) -> bool {
        let Some(told) = &self.told else { return true };
        let since = now.since(&told.at);
        let better = now.since(&self.began) <= SETTLING && is_clearly_better(fix, &told.fix);
        let moved = distance_m(&told.fix, fix).is_some_and(|m| m > MOVED_M) && since >= LEAST_GAP;
        let beat = if now.since(&self.moved) > STILL_AFTER { STILL_BEAT } else { BEAT };
        better || moved || since >= beat
    }

    /// Updates get through, or they do not; from then on the outage is measured.
    pub(crate) fn note_way(&mut self, is_clear: bool, now: Moment) {
        self.stuck = if is_clear { None } else { self.stuck.or(Some(now)) };
    }

    /// The network may be back: what was held goes first, so that it is not an old place that gets through.
    pub(crate) const fn network_changed(&mut self) {
        self.urged = self.stuck.is_some();
    }

    /// How long until what has gathered is to be sealed; `None` when nothing has. `budget` is how long the byte budget
    /// wants to wait; the first place is not asked to.
    pub(crate) fn due_in(&self, budget: Duration, now: Moment) -> Option<Duration> {
        let oldest = self.waiting.first()?;
        Some(match &self.stuck {
            None if self.has_spoken => budget,
            None => Duration::ZERO,
            Some(_) if self.urged => Duration::ZERO,
            Some(since) => {
                let hold = (now.since(since) / 4).clamp(SHORTEST_HOLD, LONGEST_HOLD);
                hold.saturating_sub(now.since(&oldest.at))
            }
        })
    }

    /// How many fixes the next update would carry.
    pub(crate) fn next_size(&self) -> usize {
        self.waiting.len().min(MOST_FIXES)
    }

    /// Is it time for a last word? It should name a place, and a cold receiver needs a moment to find one.
    pub(crate) fn has_looked(&self, now: Moment) -> bool {
        self.told.is_some() || now.since(&self.began) >= SETTLING
    }

    /// What has gathered, oldest first, in pieces that fit an envelope each. A room shows the places of a higher sequence
    /// as the later ones: seal them in this order.
    pub(crate) fn take(&mut self, now: Moment) -> Vec<Vec<Fix>> {
        let envelopes = lasting(&self.waiting).div_ceil(MOST_FIXES).clamp(1, MOST_ENVELOPES);
        let kept = thin(&self.waiting, now, envelopes.saturating_mul(MOST_FIXES));
        self.waiting.clear();
        self.urged = false;
        self.has_spoken |= !kept.is_empty();
        kept.chunks(MOST_FIXES).map(|piece| piece.iter().map(|heard| heard.fix).collect()).collect()
    }
}

fn is_clearly_better(fix: &Fix, than: &Fix) -> bool {
    match (fix.accuracy_m, than.accuracy_m) {
        (Some(new), Some(old)) => new > 0.0 && new < old / 2.0,
        (Some(new), None) => new > 0.0,
        (None, _) => false,
    }
}

#[cfg(test)]
#[path = "tracker/tests.rs"]
mod tests;
