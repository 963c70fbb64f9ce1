//! A network as data.

use std::time::Duration;

use crate::clock::nanos;
use crate::network::Toward;
use crate::outages::Outages;

mod table;

pub use table::PROFILES;

/// Everything that one network does to packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What it is asked for by.
    pub name: &'static str,
    /// What it is, for people.
    pub says: &'static str,
    /// Where its figures come from.
    pub source: &'static str,
    /// From the phone to the room.
    pub to_room: Way,
    /// From the room to the phone.
    pub to_phone: Way,
    /// Dead windows of both ways.
    pub outages: Option<Outages>,
    /// Whether no UDP passes.
    pub udp_blocked: bool,
    /// How often the address translator between the two forgets all it knew.
    pub rebinds_every: Option<Duration>,
    /// Whether somebody else answers every TCP connection, and nothing else passes.
    pub portal: bool,
}

/// One direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The least time a packet is under way.
    pub delay: Duration,
    /// On top of that, up to so much more, drawn anew for each packet. The order is kept.
    pub jitter: Duration,
    /// How many are lost, each by its own bad luck.
    pub loss: Share,
    /// How many are lost together.
    pub bursts: Option<Bursts>,
    /// How fast it carries; none: at once.
    pub rate: Option<Rate>,
    /// How many arrive behind those that were sent after them.
    pub held_back: Option<HeldBack>,
    /// How many arrive twice. The copy is made behind the bottleneck.
    pub doubled: Share,
}

/// Loss in bursts (Gilbert 1960, Elliott 1963): a link that is good or bad and changes with every packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bursts {
    /// From good to bad.
    pub begin: Share,
    /// From bad to good.
    pub end: Share,
    /// Lost while bad.
    pub loss: Share,
}

/// The bottleneck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Bits per second, headers of IP included.
    pub bits_per_second: u64,
    /// How many bytes may wait before it; what comes then is dropped.
    pub queue_bytes: u64,
}

/// Packets that are overtaken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// How many.
    pub share: Share,
    /// For how long.
    pub by: Duration,
}

/// A probability, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u32);

impl Share {
    /// Never.
    pub const NONE: Self = Self(0);
    /// What a lot is drawn from.
    pub(crate) const WHOLE: u64 = 1_000_000;

    /// So many of a hundred.
    #[must_use]
    pub const fn percent(percent: u32) -> Self {
        Self(percent * 10_000)
    }

    /// So many of a million.
    #[must_use]
    pub const fn millionths(millionths: u32) -> Self {
        Self(millionths)
    }

    /// Whether this lot, below [`WHOLE`](Self::WHOLE), is among them.
    pub(crate) fn has(self, lot: u64) -> bool {
        lot < u64::from(self.0)
    }
}

impl Way {
    /// Nothing but a delay.
    #[must_use]
    pub const fn of_delay(delay: Duration) -> Self {
        Self {
            delay,
            jitter: Duration::ZERO,
            loss: Share::NONE,
            bursts: None,
            rate: None,
            held_back: None,
            doubled: Share::NONE,
        }
    }

    /// How long the bottleneck needs for so many bytes.
    #[must_use]
    pub fn serialisation(&self, bytes: usize) -> Duration {
        self.rate.map_or(Duration::ZERO, |rate| rate.time_for(bytes))
    }
}

impl Rate {
    /// How long so many bytes take, rounded up.
    #[must_use]
    pub fn time_for(&self, bytes: usize) -> Duration {
        let bits = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(8);
        let nanos = u128::from(bits) * 1_000_000_000;
        let nanos = nanos.div_ceil(u128::from(self.bits_per_second.max(1)));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// How many bytes leave in so much time, rounded up.
    pub(crate) fn bytes_in(&self, time: Duration) -> u64 {
        let bits = u128::from(nanos(time)) * u128::from(self.bits_per_second);
        u64::try_from(bits.div_ceil(8 * 1_000_000_000)).unwrap_or(u64::MAX)
    }
}

impl Profile {
    /// One direction of it.
    #[must_use]
    pub fn way(&self, toward: Toward) -> &Way {
        match toward {
            Toward::Room => &self.to_room,
            Toward::Phone => &self.to_phone,
        }
    }

    /// What physics allows: when a packet of so many bytes that is wanted at `offered` can be there at the earliest.
    /// That is the first instant from which on the link is up long enough to take it, and the way.
    #[must_use]
    pub fn limit(&self, toward: Toward, offered: Duration, bytes: usize) -> Duration {
        let way = self.way(toward);
        let takes = way.serialisation(bytes);
        let begins = self.outages.map_or(offered, |outages| {
            let up = outages.up_from(offered);
            // Too late for this window: the next one. Longer than any window is never; then the first is as good.
            if outages.interrupt(up, up + takes) { outages.up_from(up + takes) } else { up }
        });
        begins + takes + way.delay
    }
}

/// The profile of this name.
#[must_use]
pub fn profile(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.name == name)
}
