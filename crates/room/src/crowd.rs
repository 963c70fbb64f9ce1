//! Which low-trust incidents a desk shows when there are more than a person can look through.
//!
//! Inventing a device costs its inventor one request, so there is no bound to their number. Nothing is dropped: all are
//! kept and counted, and all can be turned over page by page. What is bounded is the part that every console holds. A
//! flood of one footing cannot take the places of another: each has a share of its own, and only what the others leave
//! free goes to the better ones first.

use crate::incident::{Incident, Lane, StateName, Trust};
use crate::intake::Flag;
use crate::path::Path;

/// So many incidents without firm footing a desk shows.
pub const CROWD: u32 = 200;

/// What an open incident's place on the desk stands on, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Footing {
    /// A known device, or somebody at a desk has acted on it: always shown.
    Firm,
    /// More than a raise came, or a text: somebody goes on.
    Followed,
    /// A raise with a place.
    Placed,
    /// Opened, nothing more.
    Opened,
    /// Nobody could read it.
    Bare,
}

impl Footing {
    /// Those that may be left out.
    pub const CROWD: [Self; 4] = [Self::Followed, Self::Placed, Self::Opened, Self::Bare];

    /// Its number in a column.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Firm => 0,
            Self::Followed => 1,
            Self::Placed => 2,
            Self::Opened => 3,
            Self::Bare => 4,
        }
    }
}

impl Incident {
    /// What its place on the desk stands on.
    #[must_use]
    pub fn footing(&self) -> Footing {
        let acted_on = self.state.name() != StateName::New || self.intake.flags.contains(&Flag::Reopened);
        if self.lane() == Lane::Live || acted_on {
            Footing::Firm
        } else if self.intake.paths.contains(&Path::Sms) {
            // Texts of strangers are few: the carrier takes money for each, and the room takes so many a minute.
            Footing::Followed
        } else if self.trust == Trust::Unreadable {
            Footing::Bare
        } else if self.intake.tally.goes_on() {
            Footing::Followed
        } else if self.latest.is_some() {
            Footing::Placed
        } else {
            Footing::Opened
        }
    }

    /// Whether a desk with too many like it leaves some out.
    #[must_use]
    pub fn may_be_left_out(&self) -> bool {
        self.is_open() && self.footing() != Footing::Firm
    }
}

/// Those that a desk shows, at most `most`, given the newest of each footing of [`Footing::CROWD`], newest first.
#[must_use]
pub fn shown(mut newest: Vec<Vec<Incident>>, most: u32) -> Vec<Incident> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let share = most.checked_div(newest.len()).unwrap_or(0);
    let certain: usize = newest.iter().map(|of_one| of_one.len().min(share)).sum();
    let mut spare = most - certain;
    for of_one in &mut newest {
        let more = of_one.len().saturating_sub(share).min(spare);
        of_one.truncate(share + more);
        spare -= more;
    }
    newest.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::{AlertId, DeviceId, Sequence, UnixMillis};

    use super::*;
    use crate::intake::Intake;

    fn stranger(trust: Trust) -> Incident {
        let intake = Intake::new(AlertId([1; 16]), AlertId([1; 16]), DeviceId([2; 16]), UnixMillis(0));
        Incident::new(intake, trust)
    }

    fn newest(counts: [usize; 4]) -> Vec<Vec<Incident>> {
        counts.map(|count| vec![stranger(Trust::Low); count]).to_vec()
    }

    #[test]
    fn no_footing_takes_the_share_of_another_and_what_is_free_goes_to_the_best() {
        assert_eq!(shown(newest([0, 1, 0, 200]), 200).len(), 200);
        let mut groups = newest([200, 3, 60, 200]);
        groups[1].iter_mut().for_each(|incident| incident.trust = Trust::Unproven);
        groups[3].iter_mut().for_each(|incident| incident.trust = Trust::Unreadable);
        let chosen = shown(groups, 200);
        let of = |trust| chosen.iter().filter(|incident| incident.trust == trust).count();
        assert_eq!((of(Trust::Low), of(Trust::Unproven), of(Trust::Unreadable)), (97 + 50, 3, 50));
        assert_eq!(shown(newest([1, 0, 2, 3]), 200).len(), 6);
    }

    #[test]
    fn more_than_a_raise_is_a_better_footing() {
        let mut incident = stranger(Trust::Low);
        assert_eq!(incident.footing(), Footing::Opened);
        incident.intake.tally.add(Sequence(0));
        assert_eq!(incident.footing(), Footing::Opened);
        incident.intake.tally.add(Sequence(5));
        assert_eq!(incident.footing(), Footing::Followed);
        let mut unread = stranger(Trust::Unreadable);
        unread.intake.tally = incident.intake.tally;
        assert_eq!(unread.footing(), Footing::Bare, "how many there are of what nobody can read says nothing");
        unread.intake.paths.push(Path::Sms);
        assert_eq!(unread.footing(), Footing::Followed);
        assert_eq!(stranger(Trust::Known).footing(), Footing::Firm);
    }
}
