//! One direction of a link: what happens to each packet that is offered to it.
//!
//! The order is that of a radio link. A packet waits for the bottleneck, takes its time on the air, and may be lost
//! there: so a lost packet has used up the link as well. Chance draws the same number of lots for every packet,
//! whatever becomes of it; therefore the n-th packet is lucky or unlucky by the seed alone, not by when it came or what
//! stood in the queue.

use std::time::Duration;

use crate::clock::nanos;
use crate::outages::Outages;
use crate::profile::Way;
use crate::random::Random;

mod bottleneck;
mod bursts;
mod lots;

use bottleneck::Bottleneck;
use bursts::Weather;
use lots::Lots;

/// What becomes of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It never arrives.
    Lost(Cause),
    /// It arrives.
    Carried {
        /// When it has left the bottleneck. Until then a link that is cut takes it along.
        departs: Duration,
        /// When it is there.
        at: Duration,
        /// When it is there a second time.
        again_at: Option<Duration>,
        /// Whether it was held back, so that later ones may overtake it.
        held_back: bool,
    },
}

/// Why a packet is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its own bad luck.
    Chance,
    /// The link was in a bad moment.
    Burst,
    /// No room before the bottleneck.
    Queue,
    /// A dead window.
    Outage,
    /// Somebody cut the link.
    Cut,
}

/// One direction of a link.
#[derive(Clone, Debug)]
pub struct Link {
    way: Way,
    outages: Option<Outages>,
    random: Random,
    weather: Weather,
    bottleneck: Bottleneck,
    /// When the last packet in order arrives.
    last: Duration,
    cut: bool,
}

impl Link {
    /// A link that nothing was sent over yet.
    #[must_use]
    pub fn new(way: &Way, outages: Option<Outages>, seed: u64) -> Self {
        Self {
            way: *way,
            outages,
            random: Random::seeded(seed),
            weather: Weather::good(way.bursts),
            bottleneck: Bottleneck::empty(way.rate),
            last: Duration::ZERO,
            cut: false,
        }
    }

    /// What becomes of a packet of so many bytes that is offered at `now`. Time may not go back.
    pub fn offer(&mut self, now: Duration, bytes: usize) -> Fate {
        let lots = Lots::draw(&mut self.random);
        let burst = self.weather.takes(&lots);
        if self.cut {
            return Fate::Lost(Cause::Cut);
        }
        if self.outages.is_some_and(|outages| outages.is_dead(now)) {
            return Fate::Lost(Cause::Outage);
        }
        let Some(departs) = self.bottleneck.admit(now, bytes) else { return Fate::Lost(Cause::Queue) };
        if self.outages.is_some_and(|outages| outages.interrupt(now, departs)) {
            return Fate::Lost(Cause::Outage);
        }
        if burst {
            return Fate::Lost(Cause::Burst);
        }
        if self.way.loss.has(lots.loss) {
            return Fate::Lost(Cause::Chance);
        }
        self.carry(departs, &lots)
    }

    fn carry(&mut self, departs: Duration, lots: &Lots) -> Fate {
        let in_order = self.last.max(departs + self.way.delay + part_of(self.way.jitter, lots.jitter));
        let held_back = self.way.held_back.filter(|held_back| held_back.share.has(lots.held_back));
        let at = match held_back {
            Some(held_back) => in_order + held_back.by,
            None => {
                self.last = in_order;
                in_order
            }
        };
        // A copy took another way of about the same length.
        let strays = self.way.jitter.max(Duration::from_millis(1));
        let again_at = self.way.doubled.has(lots.doubled).then(|| at + part_of(strays, lots.copy));
        Fate::Carried { departs, at, again_at, held_back: held_back.is_some() }
    }

    /// From now on nothing passes, and what still waits before the bottleneck is gone.
    pub fn cut(&mut self, now: Duration) {
        self.cut = true;
        self.bottleneck.clear(now);
    }

    /// As before the cut.
    pub fn restore(&mut self) {
        self.cut = false;
    }
}

/// From nothing to all of it, as the lot says.
fn part_of(whole: Duration, lot: u64) -> Duration {
    Duration::from_nanos(lot.checked_rem(nanos(whole).saturating_add(1)).unwrap_or(0))
}

#[cfg(test)]
mod tests;
