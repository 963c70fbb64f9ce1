//! A lane: so many at work at one time, and where it is said, so many a second.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many may enter: `burst` at once, and `per_second` again as time passes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    pub(super) per_second: u32,
    pub(super) burst: u32,
}

/// One lane of the listener.
#[derive(Debug)]
pub(super) struct Lane {
    places: Arc<Semaphore>,
    allowance: Option<Allowance>,
    /// Until when it is spent: each entry moves it on by the share of a second that it costs.
    spent_until: Duration,
}

impl Lane {
    pub(super) fn new(places: usize, allowance: Option<Allowance>, now: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), allowance, spent_until: now }
    }

    /// A place, kept until it is dropped; `None` while the lane is full.
    pub(super) fn enter(&mut self, now: Duration) -> Option<OwnedSemaphorePermit> {
        let spent_until = self.after_one_more(now)?;
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        self.spent_until = spent_until;
        Some(place)
    }

    fn after_one_more(&self, now: Duration) -> Option<Duration> {
        let Some(Allowance { per_second, burst }) = self.allowance else { return Some(now) };
        let each = Duration::from_secs(1) / per_second;
        let next = self.spent_until.max(now) + each;
        (next <= now + each * burst).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_gets_its_burst_and_then_its_share_of_each_second() {
        let allowance = Allowance { per_second: 50, burst: 500 };
        let mut lane = Lane::new(10_000, Some(allowance), Duration::ZERO);
        let mut places = Vec::new();
        for ms in 0..20_000_u64 {
            // Twenty in each millisecond.
            places.extend((0..20).filter_map(|_| lane.enter(Duration::from_millis(ms))));
        }
        let entered = places.len();
        assert!((1_490..=1_510).contains(&entered), "{entered} of 400,000 in 20 s");
    }

    #[test]
    fn a_full_lane_lets_nobody_in_until_somebody_leaves() {
        let mut lane = Lane::new(1, None, Duration::ZERO);
        let place = lane.enter(Duration::ZERO).unwrap();
        assert!(lane.enter(Duration::ZERO).is_none());
        drop(place);
        assert!(lane.enter(Duration::ZERO).is_some());
    }
}
