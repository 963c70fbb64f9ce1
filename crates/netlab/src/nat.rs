//! The address translator between the phone and the world, which forgets.
//!
//! It stands at the phone's end of the link, as that of a house does, so that whatever is under way when it forgets comes
//! back in vain; at the other end a room that answers at once would hardly ever be hit. Until then it changes nothing.
//! After that each flow of the phone gets a new port towards the room when it speaks next, and what the room still sends
//! to the old port vanishes without a word. A TCP connection from before is a stranger to it and vanishes too: that is
//! the harder of the two things real translators do (the other is a reset, which the phone would notice at once).

use std::collections::BTreeMap;
use std::time::Duration;

use crate::clock::nanos;
use crate::network::{Carrier, Parcel};

/// The first port it hands out, and how many it has.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

#[derive(Clone, Debug)]
pub(crate) struct Nat {
    every: Option<Duration>,
    /// How many of the regular moments have passed.
    rounds: u64,
    forgotten: bool,
    next: u16,
    /// From the phone's port to the one the room sees, and back.
    out: BTreeMap<(Flow, u16), u16>,
    back: BTreeMap<(Flow, u16), u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Flow {
    Udp,
    Tcp,
}

impl Nat {
    pub(crate) fn new(every: Option<Duration>) -> Self {
        Self { every, rounds: 0, forgotten: false, next: PORTS.start, out: BTreeMap::new(), back: BTreeMap::new() }
    }

    /// Forgets everything, now.
    pub(crate) fn forget(&mut self) {
        self.forgotten = true;
        self.out.clear();
        self.back.clear();
    }

    /// The port from which the room sees this parcel of the phone; nothing when it vanishes.
    pub(crate) fn outward(&mut self, now: Duration, parcel: &Parcel) -> Option<u16> {
        self.pass(now);
        let Some((flow, opens)) = flow(parcel.carrier).filter(|_| self.forgotten) else { return Some(parcel.port) };
        if let Some(known) = self.out.get(&(flow, parcel.port)) {
            return Some(*known);
        }
        opens.then(|| self.assign(flow, parcel.port))
    }

    /// The phone's port for this parcel of the room; nothing when nobody has it.
    pub(crate) fn inward(&mut self, now: Duration, parcel: &Parcel) -> Option<u16> {
        self.pass(now);
        match flow(parcel.carrier).filter(|_| self.forgotten) {
            Some((flow, _)) => self.back.get(&(flow, parcel.port)).copied(),
            None => Some(parcel.port),
        }
    }

    fn pass(&mut self, now: Duration) {
        let rounds = self.every.and_then(|every| nanos(now).checked_div(nanos(every))).unwrap_or(0);
        if rounds > self.rounds {
            self.rounds = rounds;
            self.forget();
        }
    }

    fn assign(&mut self, flow: Flow, port: u16) -> u16 {
        let given = self.next;
        self.next = if given.saturating_add(1) < PORTS.end { given + 1 } else { PORTS.start };
        // Whoever had it before, twelve thousand flows ago, has lost it.
        if let Some(before) = self.back.insert((flow, given), port) {
            self.out.remove(&(flow, before));
        }
        self.out.insert((flow, port), given);
        given
    }
}

/// The kind of flow, and whether this parcel may begin one.
fn flow(carrier: Carrier) -> Option<(Flow, bool)> {
    match carrier {
        Carrier::Udp => Some((Flow::Udp, true)),
        Carrier::Tcp { opens } => Some((Flow::Tcp, opens)),
        Carrier::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn udp(port: u16) -> Parcel {
        Parcel { carrier: Carrier::Udp, port, bytes: 100 }
    }

    fn tcp(port: u16, opens: bool) -> Parcel {
        Parcel { carrier: Carrier::Tcp { opens }, port, bytes: 100 }
    }

    #[test]
    fn it_changes_nothing_until_it_forgets() {
        let mut nat = Nat::new(Some(5 * SECOND));
        assert_eq!(nat.outward(SECOND, &udp(4_000)), Some(4_000));
        assert_eq!(nat.inward(SECOND, &udp(4_000)), Some(4_000));
        assert_eq!(nat.outward(SECOND, &tcp(4_001, false)), Some(4_001));
    }

    #[test]
    fn after_it_forgot_the_same_flow_comes_from_another_port_and_answers_to_the_old_one_vanish() {
        let mut nat = Nat::new(Some(5 * SECOND));
        assert_eq!(nat.inward(5 * SECOND, &udp(4_000)), None);
        let first = nat.outward(5 * SECOND, &udp(4_000)).unwrap();
        assert_ne!(first, 4_000);
        assert_eq!(nat.outward(6 * SECOND, &udp(4_000)), Some(first));
        assert_eq!(nat.inward(6 * SECOND, &udp(first)), Some(4_000));
        assert_eq!(nat.inward(10 * SECOND, &udp(first)), None);
        assert_ne!(nat.outward(10 * SECOND, &udp(4_000)), Some(first));
    }

    #[test]
    fn a_connection_from_before_vanishes_and_a_new_one_passes() {
        let mut nat = Nat::new(None);
        nat.forget();
        assert_eq!(nat.outward(SECOND, &tcp(4_000, false)), None);
        let seen = nat.outward(SECOND, &tcp(4_000, true)).unwrap();
        assert_eq!(nat.outward(SECOND, &tcp(4_000, false)), Some(seen));
        assert_eq!(nat.inward(SECOND, &tcp(seen, false)), Some(4_000));
    }

    #[test]
    fn it_never_runs_out_of_ports_and_two_flows_never_share_one() {
        let mut nat = Nat::new(None);
        nat.forget();
        for port in (1_000..60_000).chain(1_000..2_000) {
            let seen = nat.outward(SECOND, &udp(port)).unwrap();
            assert!(PORTS.contains(&seen));
            assert_eq!(nat.inward(SECOND, &udp(seen)), Some(port));
        }
        assert_eq!(nat.out.len(), nat.back.len());
    }

    #[test]
    fn what_has_no_ports_passes() {
        let mut nat = Nat::new(None);
        nat.forget();
        let ping = Parcel { carrier: Carrier::Other, port: 0, bytes: 84 };
        assert_eq!((nat.outward(SECOND, &ping), nat.inward(SECOND, &ping)), (Some(0), Some(0)));
    }
}
