//! Both ways of a link together with what stands in it: the whole of what lies between one phone and one room.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::link::{Fate, Link};
use crate::nat::Nat;
use crate::profile::Profile;
use crate::tally::Tally;

mod parcel;

pub use parcel::{Arrival, Carrier, Parcel, Sent, Toward};

/// A network with what is under way in it. It has no clock: every call says what time it is, and never less than before.
#[derive(Debug)]
pub struct Network<T> {
    to_room: Link,
    to_phone: Link,
    nat: Nat,
    udp_blocked: bool,
    portal: bool,
    tally: Tally,
    /// By the time of arrival, then in the order of sending.
    air: BTreeMap<(Duration, u64), Crossing<T>>,
    sent: u64,
}

#[derive(Debug)]
struct Crossing<T> {
    departs: Duration,
    toward: Toward,
    parcel: Parcel,
    load: T,
}

impl<T: Clone> Network<T> {
    /// This network, with nothing under way.
    #[must_use]
    pub fn new(profile: &Profile, seed: u64) -> Self {
        let mut seeds = crate::random::Random::seeded(seed);
        Self {
            to_room: Link::new(&profile.to_room, profile.outages, seeds.draw()),
            to_phone: Link::new(&profile.to_phone, profile.outages, seeds.draw()),
            nat: Nat::new(profile.rebinds_every),
            udp_blocked: profile.udp_blocked,
            portal: profile.portal,
            tally: Tally::default(),
            air: BTreeMap::new(),
            sent: 0,
        }
    }

    /// Sends a parcel at `now`.
    pub fn send(&mut self, now: Duration, toward: Toward, parcel: Parcel, load: T) -> Sent {
        self.tally.way(toward).offer(parcel.bytes);
        if !self.carries(parcel.carrier) {
            self.tally.way(toward).blocked += 1;
            return Sent::Blocked;
        }
        let port = match toward {
            Toward::Room => self.nat.outward(now, &parcel),
            Toward::Phone => Some(parcel.port),
        };
        let Some(port) = port else {
            self.tally.way(toward).unknown += 1;
            return Sent::Unknown;
        };
        let link = match toward {
            Toward::Room => &mut self.to_room,
            Toward::Phone => &mut self.to_phone,
        };
        match link.offer(now, parcel.bytes) {
            Fate::Lost(cause) => {
                self.tally.way(toward).lose(cause);
                Sent::Lost(cause)
            }
            Fate::Carried { departs, at, again_at, held_back } => {
                let tally = self.tally.way(toward);
                tally.held_back += u64::from(held_back);
                tally.doubled += u64::from(again_at.is_some());
                let crossing = Crossing { departs, toward, parcel: Parcel { port, ..parcel }, load };
                self.cross(at, again_at, crossing);
                Sent::UnderWay
            }
        }
    }

    fn carries(&self, carrier: Carrier) -> bool {
        match carrier {
            Carrier::Udp => !self.udp_blocked && !self.portal,
            Carrier::Tcp { .. } => true,
            Carrier::Other => !self.portal,
        }
    }

    fn cross(&mut self, at: Duration, again_at: Option<Duration>, crossing: Crossing<T>) {
        if let Some(again_at) = again_at {
            self.put(again_at, Crossing { load: crossing.load.clone(), ..crossing });
        }
        self.put(at, crossing);
    }

    fn put(&mut self, at: Duration, crossing: Crossing<T>) {
        self.sent += 1;
        self.air.insert((at, self.sent), crossing);
    }

    /// When the next parcel arrives.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        self.air.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next parcel that has arrived by `now`.
    pub fn take(&mut self, now: Duration) -> Option<Arrival<T>> {
        while self.due().is_some_and(|due| due <= now) {
            let ((at, _), crossing) = self.air.pop_first()?;
            let Crossing { toward, parcel, load, .. } = crossing;
            let port = match toward {
                Toward::Room => Some(parcel.port),
                Toward::Phone => self.nat.inward(at, &parcel),
            };
            let tally = self.tally.way(toward);
            match port {
                Some(port) => {
                    tally.arrived += 1;
                    return Some(Arrival { at, toward, parcel: Parcel { port, ..parcel }, load });
                }
                None => tally.unknown += 1,
            }
        }
        None
    }

    /// From now on nothing passes; what has not left the bottleneck yet is gone, what is further arrives.
    pub fn cut(&mut self, now: Duration) {
        self.to_room.cut(now);
        self.to_phone.cut(now);
        let tally = &mut self.tally;
        self.air.retain(|_, crossing| {
            let passed = crossing.departs <= now;
            tally.way(crossing.toward).dead += u64::from(!passed);
            passed
        });
    }

    /// As before the cut.
    pub fn restore(&mut self) {
        self.to_room.restore();
        self.to_phone.restore();
    }

    /// The address translator forgets everything.
    pub fn rebind(&mut self) {
        self.nat.forget();
    }

    /// What it did so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }
}

#[cfg(test)]
mod tests;
