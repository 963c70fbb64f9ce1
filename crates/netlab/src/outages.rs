//! When nothing passes at all, again and again.

use std::time::Duration;

use crate::clock::nanos;

/// Dead windows that come back: from `first` on, `dead` long, once in every `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outages {
    /// When the first one begins.
    pub first: Duration,
    /// How long each lasts; shorter than `every`.
    pub dead: Duration,
    /// From the beginning of one to that of the next.
    pub every: Duration,
}

impl Outages {
    /// Whether nothing passes at this instant.
    #[must_use]
    pub fn is_dead(&self, at: Duration) -> bool {
        self.time_in_round(at).is_some_and(|into| into < self.dead)
    }

    /// The first instant from `at` on at which the link is up.
    #[must_use]
    pub fn up_from(&self, at: Duration) -> Duration {
        match self.time_in_round(at) {
            Some(into) if into < self.dead => at + (self.dead - into),
            Some(_) | None => at,
        }
    }

    /// Whether the link dies between the two instants, or is dead at one of them.
    #[must_use]
    pub fn interrupt(&self, from: Duration, until: Duration) -> bool {
        self.dead_from(from) <= until
    }

    /// The first instant from `at` on at which the link is dead.
    fn dead_from(&self, at: Duration) -> Duration {
        match self.time_in_round(at) {
            None => self.first,
            Some(into) if into < self.dead => at,
            Some(into) => at + (self.every - into),
        }
    }

    /// How far the current round has come; none before the first.
    fn time_in_round(&self, at: Duration) -> Option<Duration> {
        let since = nanos(at.checked_sub(self.first)?);
        since.checked_rem(nanos(self.every)).map(Duration::from_nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLES: Outages =
        Outages { first: Duration::from_secs(10), dead: Duration::from_secs(20), every: Duration::from_secs(30) };

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_is_dead_for_its_window_in_every_round_and_not_before_the_first() {
        let dead = [0, 9, 10, 29, 30, 39, 40, 59, 60].map(|second| HOLES.is_dead(at(second)));
        assert_eq!(dead, [false, false, true, true, false, false, true, true, false]);
    }

    #[test]
    fn it_is_up_again_at_the_end_of_the_window() {
        assert_eq!([3, 10, 25, 35, 41].map(|second| HOLES.up_from(at(second))), [3, 30, 30, 35, 60].map(at));
    }

    #[test]
    fn what_takes_until_the_window_begins_is_interrupted() {
        assert!(!HOLES.interrupt(at(8), at(9)));
        assert!(HOLES.interrupt(at(8), at(10)));
        assert!(HOLES.interrupt(at(30), at(70)));
        assert!(HOLES.interrupt(at(15), at(15)));
    }
}
