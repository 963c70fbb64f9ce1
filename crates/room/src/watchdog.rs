//! Which clocks have run out, and who is to be told. Pure: the console draws it, the server says it aloud.

use hifazat_protocol::{AlertId, UnixMillis};

use crate::incident::{Due, Incident};

/// A clock that has run out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// Whose.
    pub incident: AlertId,
    /// Which clock.
    pub clock: Due,
    /// Milliseconds past its end.
    pub late_ms: i64,
    /// Who has to know by now.
    pub told: Told,
}

/// The ladder of those who are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// At once.
    ShiftCommander,
    /// After two more minutes.
    Dpo,
    /// After five.
    Dig,
}

const DPO_MS: i64 = 2 * 60_000;
const DIG_MS: i64 = 5 * 60_000;

/// All overdue incidents, latest first.
pub fn overdue<'a>(incidents: impl IntoIterator<Item = &'a Incident>, now: UnixMillis) -> Vec<Overdue> {
    let mut late: Vec<Overdue> = incidents.into_iter().filter_map(|incident| incident.overdue(now)).collect();
    late.sort_by_key(|overdue| std::cmp::Reverse(overdue.late_ms));
    late
}

impl Incident {
    /// Whether its running clock has run out.
    #[must_use]
    pub fn overdue(&self, now: UnixMillis) -> Option<Overdue> {
        let clock = self.running()?;
        let late_ms = now.since(self.clocks().due(clock));
        let told = match late_ms {
            ..=0 => return None,
            1..DPO_MS => Told::ShiftCommander,
            DPO_MS..DIG_MS => Told::Dpo,
            DIG_MS.. => Told::Dig,
        };
        Some(Overdue { incident: self.id(), clock, late_ms, told })
    }
}
