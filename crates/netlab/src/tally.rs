//! What a network did, counted.

use std::fmt;

use crate::link::Cause;
use crate::network::Toward;

/// Both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// From the phone to the room.
    pub to_room: WayTally,
    /// From the room to the phone.
    pub to_phone: WayTally,
}

/// One way. `offered` is the sum of everything that is lost, what has arrived without the copies, and what is still
/// under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WayTally {
    /// Packets sent into it.
    pub offered: u64,
    /// Their bytes, headers of IP included.
    pub bytes: u64,
    /// Lost by chance, alone or in a burst.
    pub lost: u64,
    /// No room before the bottleneck.
    pub queue_full: u64,
    /// While the link was dead or cut.
    pub dead: u64,
    /// What this network lets nobody send.
    pub blocked: u64,
    /// The address translator did not know where it belongs.
    pub unknown: u64,
    /// Copies made.
    pub doubled: u64,
    /// Held back, so that others could overtake.
    pub held_back: u64,
    /// Arrived, copies included.
    pub arrived: u64,
}

impl Tally {
    pub(crate) fn way(&mut self, toward: Toward) -> &mut WayTally {
        match toward {
            Toward::Room => &mut self.to_room,
            Toward::Phone => &mut self.to_phone,
        }
    }
}

impl WayTally {
    pub(crate) fn offer(&mut self, bytes: usize) {
        self.offered += 1;
        self.bytes += u64::try_from(bytes).unwrap_or_default();
    }

    pub(crate) fn lose(&mut self, cause: Cause) {
        match cause {
            Cause::Chance | Cause::Burst => self.lost += 1,
            Cause::Queue => self.queue_full += 1,
            Cause::Outage | Cause::Cut => self.dead += 1,
        }
    }
}

/// A table for people.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads =
            ["offered", "bytes", "lost", "queue", "dead", "blocked", "unknown", "doubled", "overtaken", "arrived"];
        write!(f, "{:16}", "")?;
        heads.iter().try_for_each(|head| write!(f, "{head:>10}"))?;
        for (name, way) in [("phone to room", &self.to_room), ("room to phone", &self.to_phone)] {
            write!(f, "\n{name:16}")?;
            let lost = [way.lost, way.queue_full, way.dead, way.blocked, way.unknown];
            let counts = [way.offered, way.bytes].into_iter().chain(lost);
            let counts = counts.chain([way.doubled, way.held_back, way.arrived]);
            counts.into_iter().try_for_each(|count| write!(f, "{count:>10}"))?;
        }
        Ok(())
    }
}
