//! Instants whose distance can be trusted though the wall clock cannot.
//!
//! A moment carries the wall clock, for people, and the time since the machine started, for distances. Within one start
//! of the machine the second one counts, whatever somebody did to the clock. Across a restart only the wall clock is
//! left; it may have been set back meanwhile, so a distance is never negative.

use std::time::Duration;

use hifazat_protocol::UnixMillis;

/// One instant, as this phone saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock.
    pub wall: UnixMillis,
    /// Milliseconds since the machine started, sleep included.
    pub elapsed_ms: u64,
    /// Names the start of the machine that `elapsed_ms` counts from.
    pub boot: u64,
}

impl Moment {
    /// How much time has passed from `earlier` to `self`.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Duration {
        let same_start = self.boot == earlier.boot;
        let by_machine = self.elapsed_ms.checked_sub(earlier.elapsed_ms);
        match by_machine.filter(|_| same_start) {
            Some(ms) => Duration::from_millis(ms),
            None => Duration::from_millis(u64::try_from(self.wall.since(earlier.wall)).unwrap_or(0)),
        }
    }

    /// Is `self` later than `other`?
    #[must_use]
    pub fn is_after(&self, other: &Self) -> bool {
        if self.boot == other.boot { self.elapsed_ms > other.elapsed_ms } else { self.wall > other.wall }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(wall: i64, elapsed_ms: u64, boot: u64) -> Moment {
        Moment { wall: UnixMillis(wall), elapsed_ms, boot }
    }

    #[test]
    fn a_clock_set_years_ahead_changes_no_distance() {
        let tap = at(1_000, 50_000, 7);
        let later = at(1_000 + 20 * 365 * 86_400_000, 140_000, 7);
        assert_eq!(later.since(&tap), Duration::from_secs(90));
    }

    #[test]
    fn after_a_restart_the_wall_clock_is_all_there_is() {
        assert_eq!(at(91_000, 500, 8).since(&at(1_000, 50_000, 7)), Duration::from_secs(90));
    }

    proptest! {
        #[test]
        fn no_distance_is_negative(a in any::<i64>(), b in any::<i64>(), x in any::<u64>(), y in any::<u64>(), same in any::<bool>()) {
            let (earlier, later) = (at(a, x, 1), at(b, y, if same { 1 } else { 2 }));
            prop_assert!(later.since(&earlier) >= Duration::ZERO);
        }
    }
}
