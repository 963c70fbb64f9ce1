//! A lane: so many at work at one time, and where it is said, so many a second.

use std::sync::Arc;
use std::time::Duration;

use hifazat_time::{Allowance, Meter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A place in a lane, and where it is said also in a device's share of it, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _in_lane: OwnedSemaphorePermit,
    _in_share: Option<OwnedSemaphorePermit>,
}

impl Place {
    pub(super) fn with(self, in_share: OwnedSemaphorePermit) -> Self {
        Self { _in_share: Some(in_share), ..self }
    }
}

/// One lane of the listener.
#[derive(Debug)]
pub(super) struct Lane {
    places: Arc<Semaphore>,
    meter: Option<Meter>,
}

impl Lane {
    pub(super) fn new(places: usize, allowance: Option<Allowance>, now: Duration) -> Self {
        let meter = allowance.map(|allowance| Meter::new(allowance, now));
        Self { places: Arc::new(Semaphore::new(places)), meter }
    }

    /// A place, kept until it is dropped; `None` while the lane is full.
    pub(super) fn enter(&mut self, now: Duration) -> Option<Place> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let place = Place { _in_lane: place, _in_share: None };
        self.meter.as_mut().is_none_or(|meter| meter.spend(now)).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_lane_lets_nobody_in_until_somebody_leaves() {
        let mut lane = Lane::new(1, None, Duration::ZERO);
        let place = lane.enter(Duration::ZERO).unwrap();
        assert!(lane.enter(Duration::ZERO).is_none());
        drop(place);
        assert!(lane.enter(Duration::ZERO).is_some());
    }
}
