//! Instants whose distance can be trusted though the wall clock cannot.
//!
//! A moment carries the wall clock, for people, and the time since the machine started, for distances. Within one start
//! of the machine the second one counts, whatever somebody did to the clock. Across a restart only the wall clock is
//! left. Where that was set back meanwhile nobody knows the distance: shown is none at all, and what waits has waited.

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
    /// How much time has passed from `earlier` to `self`; none where nobody knows.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Duration {
        self.known_since(earlier).unwrap_or_default()
    }

    /// What is left of a `span` that began at `earlier`. `None`: it is over, or nobody knows; an alert must not wait for a
    /// clock that may never be put right.
    #[must_use]
    pub fn left_of(&self, span: Duration, earlier: &Self) -> Option<Duration> {
        span.checked_sub(self.known_since(earlier)?).filter(|left| !left.is_zero())
    }

    fn known_since(&self, earlier: &Self) -> Option<Duration> {
        let same_start = self.boot == earlier.boot;
        let by_machine = self.elapsed_ms.checked_sub(earlier.elapsed_ms).filter(|_| same_start);
        let by_wall = || u64::try_from(self.wall.since(earlier.wall)).ok();
        by_machine.or_else(by_wall).map(Duration::from_millis)
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

    #[test]
    fn what_waits_has_waited_where_the_clock_was_set_back_over_a_restart() {
        let (tap, minute) = (at(1_000_000, 50_000, 7), Duration::from_secs(60));
        assert_eq!(at(999_999, 90_000, 8).left_of(minute, &tap), None);
        assert_eq!(at(1_000_000, 90_000, 8).left_of(minute, &tap), Some(minute));
        assert_eq!(
            at(0, 60_000, 7).left_of(minute, &tap),
            Some(Duration::from_secs(50)),
            "the same start knows better"
        );
        assert_eq!(at(0, 110_000, 7).left_of(minute, &tap), None);
    }

    proptest! {
        #[test]
        fn no_distance_is_negative(a in any::<i64>(), b in any::<i64>(), x in any::<u64>(), y in any::<u64>(), same in any::<bool>()) {
            let (earlier, later) = (at(a, x, 1), at(b, y, if same { 1 } else { 2 }));
            prop_assert!(later.since(&earlier) >= Duration::ZERO);
        }
    }
}
