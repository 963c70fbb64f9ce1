//! The three clocks of an incident, counted from her tap.

use hifazat_protocol::UnixMillis;

use super::{Incident, StateName};

/// A person must have taken it.
const ACCEPT_MS: i64 = 15_000;
/// A unit must have been sent.
const ASSIGN_MS: i64 = 60_000;
/// The unit must be with her.
const ARRIVE_MS: i64 = 15 * 60_000;

/// Two clocks that both do their best differ by less.
const FUTURE_MS: i64 = 2 * 60_000;
/// A raise that is older than this when it arrives comes from a clock that is off rather than from a long silence.
const PAST_MS: i64 = 24 * 60 * 60_000;

/// The clocks of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    from: UnixMillis,
    absurd: bool,
}

/// Which clock is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// Waiting for a person.
    Accept,
    /// Waiting for a unit.
    Assign,
    /// Waiting for the unit to arrive.
    Arrive,
}

impl Clocks {
    /// Counts from her tap, or from when it was stored when her clock cannot be right or is not known.
    #[must_use]
    pub fn of(tapped_at: Option<UnixMillis>, stored_at: UnixMillis) -> Self {
        let trusted = tapped_at.filter(|tapped| (-FUTURE_MS..=PAST_MS).contains(&stored_at.since(*tapped)));
        Self { from: trusted.unwrap_or(stored_at), absurd: tapped_at.is_some() && trusted.is_none() }
    }

    /// The instant they count from, by the room's clock as far as one can know.
    #[must_use]
    pub const fn from(&self) -> UnixMillis {
        self.from
    }

    /// Whether her clock was not believed.
    #[must_use]
    pub const fn is_absurd(&self) -> bool {
        self.absurd
    }

    /// When a clock runs out.
    #[must_use]
    pub const fn due(&self, which: Due) -> UnixMillis {
        self.from.plus_ms(match which {
            Due::Accept => ACCEPT_MS,
            Due::Assign => ASSIGN_MS,
            Due::Arrive => ARRIVE_MS,
        })
    }
}

impl Incident {
    /// The clock that runs in its state, if one does.
    #[must_use]
    pub const fn running(&self) -> Option<Due> {
        match self.state.name() {
            StateName::New => Some(Due::Accept),
            StateName::Accepted => Some(Due::Assign),
            StateName::Dispatched => Some(Due::Arrive),
            StateName::Arrived | StateName::Closed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORED: UnixMillis = UnixMillis(1_700_000_000_000);

    fn counted_from(tapped_ms_before: i64) -> i64 {
        STORED.since(Clocks::of(Some(STORED.plus_ms(-tapped_ms_before)), STORED).from())
    }

    #[test]
    fn clocks_count_from_her_tap_unless_her_clock_is_absurd() {
        assert_eq!(counted_from(3_000), 3_000);
        assert_eq!(counted_from(3 * 60 * 60_000), 3 * 60 * 60_000, "a long silence is not a wrong clock");
        assert_eq!(counted_from(25 * 60 * 60_000), 0);
        assert_eq!(counted_from(-60_000), -60_000);
        assert_eq!(counted_from(-121_000), 0);
        assert_eq!(Clocks::of(None, STORED).from(), STORED);
        assert!(Clocks::of(Some(UnixMillis(i64::MIN)), STORED).is_absurd());
    }

    #[test]
    fn fifteen_seconds_sixty_seconds_fifteen_minutes() {
        let clocks = Clocks::of(Some(STORED), STORED);
        let after = |which| clocks.due(which).since(STORED);
        assert_eq!([after(Due::Accept), after(Due::Assign), after(Due::Arrive)], [15_000, 60_000, 900_000]);
    }
}
