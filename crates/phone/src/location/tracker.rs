//! Which positions of a live alert are worth telling, and when they go.
//!
//! Worth telling: the first one after the tap; within 20 s a clearly better one; then every 30 m, and every 10 s (every
//! minute once nothing has moved for a while, to spare the battery). They go at once while the outbox is clear; while it
//! is not, they gather, so that an hour without network leaves some dozens of entries behind and not thousands.

use std::time::Duration;

use hifazat_protocol::Fix;

use crate::moment::Moment;

const SETTLING: Duration = Duration::from_secs(20);
const MOVED_M: f64 = 30.0;
const BEAT: Duration = Duration::from_secs(10);
const STILL_BEAT: Duration = Duration::from_secs(60);
const STILL_AFTER: Duration = Duration::from_secs(120);
const LEAST_GAP: Duration = Duration::from_secs(2);
/// So many fixes and their envelope stay below 1,200 bytes, the size of a datagram.
const MOST_FIXES: usize = 12;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Follows one alert.
#[derive(Debug)]
pub(crate) struct Tracker {
    began: Moment,
    told: Option<(Fix, Moment)>,
    moved: Moment,
    waiting: Vec<(Fix, Moment)>,
}

impl Tracker {
    /// Begins at the tap.
    pub(crate) const fn new(began: Moment) -> Self {
        Self { began, told: None, moved: began, waiting: Vec::new() }
    }

    /// Hears a position; keeps it if it is worth telling.
    pub(crate) fn hear(&mut self, fix: Fix, now: Moment) {
        if !self.is_news(&fix, now) {
            return;
        }
        if self.told.as_ref().is_some_and(|(told, _)| distance_m(told, &fix).is_none_or(|m| m > MOVED_M)) {
            self.moved = now;
        }
        self.told = Some((fix, now));
        self.waiting.push((fix, now));
    }

    fn is_news(&self, fix: &Fix, now: Moment) -> bool {
        let Some((told, at)) = &self.told else { return true };
        let since = now.since(at);
        let better = now.since(&self.began) <= SETTLING && is_clearly_better(fix, told);
        let moved = distance_m(told, fix).is_some_and(|m| m > MOVED_M) && since >= LEAST_GAP;
        let beat = if now.since(&self.moved) > STILL_AFTER { STILL_BEAT } else { BEAT };
        better || moved || since >= beat
    }

    /// Is it time to send what has gathered?
    pub(crate) fn is_due(&self, outbox_is_clear: bool, now: Moment) -> bool {
        let Some((_, oldest)) = self.waiting.first() else { return false };
        outbox_is_clear || self.waiting.len() >= MOST_FIXES || now.since(oldest) >= LONGEST_WAIT
    }

    /// What has gathered, oldest first.
    pub(crate) fn take(&mut self) -> Vec<Fix> {
        let many = self.waiting.len().min(MOST_FIXES);
        self.waiting.drain(..many).map(|(fix, _)| fix).collect()
    }
}

fn is_clearly_better(fix: &Fix, than: &Fix) -> bool {
    match (fix.accuracy_m, than.accuracy_m) {
        (Some(new), Some(old)) => new > 0.0 && new < old / 2.0,
        (Some(new), None) => new > 0.0,
        (None, _) => false,
    }
}

/// Great-circle distance; `None` when either is no place on Earth.
fn distance_m(from: &Fix, to: &Fix) -> Option<f64> {
    const EARTH_M: f64 = 6_371_000.0;
    if !from.is_on_earth() || !to.is_on_earth() {
        return None;
    }
    let (lat1, lat2) = (from.latitude_deg.to_radians(), to.latitude_deg.to_radians());
    let (half_lat, half_lon) = ((lat2 - lat1) / 2.0, (to.longitude_deg - from.longitude_deg).to_radians() / 2.0);
    let a = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
    Some(2.0 * EARTH_M * a.sqrt().min(1.0).asin())
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::{Method, UnixMillis};

    use super::*;

    fn at(seconds: u64) -> Moment {
        Moment { wall: UnixMillis(0), elapsed_ms: seconds * 1_000, boot: 1 }
    }

    fn fix(latitude_deg: f64, accuracy_m: f64) -> Fix {
        Fix {
            latitude_deg,
            longitude_deg: 74.35,
            accuracy_m: Some(accuracy_m),
            speed_mps: None,
            heading_deg: None,
            at: UnixMillis(0),
            method: Method::Satellite,
            mock: false,
        }
    }

    #[test]
    fn a_better_place_within_twenty_seconds_is_told() {
        let mut tracker = Tracker::new(at(0));
        tracker.hear(fix(31.5, 900.0), at(1));
        tracker.hear(fix(31.5, 800.0), at(2));
        tracker.hear(fix(31.5, 12.0), at(3));
        assert_eq!(tracker.take().len(), 2);
    }

    #[test]
    fn thirty_metres_or_ten_seconds_are_told_and_nothing_between() {
        let mut tracker = Tracker::new(at(0));
        tracker.hear(fix(31.5, 10.0), at(1));
        tracker.hear(fix(31.500_1, 10.0), at(4));
        assert_eq!(tracker.take().len(), 1, "11 m and 3 s are nothing new");
        tracker.hear(fix(31.500_5, 10.0), at(5));
        tracker.hear(fix(31.500_5, 10.0), at(15));
        assert_eq!(tracker.take().len(), 2);
    }

    #[test]
    fn places_gather_while_the_outbox_is_full() {
        let mut tracker = Tracker::new(at(0));
        tracker.hear(fix(31.5, 10.0), at(1));
        assert!(tracker.is_due(true, at(1)));
        assert!(!tracker.is_due(false, at(1)));
        assert!(tracker.is_due(false, at(61)));
    }

    #[test]
    fn absurd_places_are_told_by_the_beat() {
        let mut tracker = Tracker::new(at(0));
        tracker.hear(fix(f64::NAN, 10.0), at(1));
        tracker.hear(fix(f64::NAN, 10.0), at(2));
        tracker.hear(fix(f64::NAN, 10.0), at(12));
        assert_eq!(tracker.take().len(), 2);
    }
}
