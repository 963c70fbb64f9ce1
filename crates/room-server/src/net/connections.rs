//! Who may hold a connection when there are more callers than places.
//!
//! A flood of half-open connections must not starve an alert, and an address alone says nothing: whole cities share
//! one. So nobody is refused for his address. When all places are taken, the newcomer gets one of the address that holds
//! the most of those where nothing is at work: there the place of the caller who has kept us waiting longest, or else of one
//! who listens for news. A caller whose alert is being written down is never cut.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

/// What a connection is doing, as far as its right to stay is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// We wait for the caller: handshake, header, body, or an idle kept-alive connection. Cut first among its neighbours,
    /// unless most of those are long polls.
    Waiting,
    /// The caller waits for news (long poll). Cut where these are most of the neighbourhood: that costs a question anew, a cut
    /// handshake an alert.
    Listening,
    /// A whole request has arrived and is being answered. Never cut.
    Working,
}

/// The table of open connections.
#[derive(Debug)]
pub(crate) struct Connections {
    limit: usize,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    next: u64,
    open: BTreeMap<u64, Place>,
    cut: u64,
}

#[derive(Debug)]
struct Place {
    since: u64,
    address: IpAddr,
    phase: Phase,
    cut: CancellationToken,
}

impl Connections {
    /// A table with `limit` places.
    #[must_use]
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit: limit.max(1), table: Mutex::default() })
    }

    /// A place for a newcomer; `None` when every place is at work.
    #[must_use]
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Ticket> {
        let mut table = self.lock();
        if table.open.len() >= self.limit {
            let victim = table.victim()?;
            if let Some(place) = table.open.remove(&victim) {
                place.cut.cancel();
                table.cut += 1;
            }
        }
        let id = table.tick();
        let cut = CancellationToken::new();
        let place = Place { since: id, address: neighbourhood(address), phase: Phase::Waiting, cut: cut.clone() };
        table.open.insert(id, place);
        drop(table);
        Some(Ticket { id, cut, connections: Arc::clone(self) })
    }

    /// How many connections are open.
    #[must_use]
    pub(crate) fn open(&self) -> usize {
        self.lock().open.len()
    }

    /// How many connections were cut to make room, since the start.
    #[must_use]
    pub(crate) fn cut(&self) -> u64 {
        self.lock().cut
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn tick(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn victim(&self) -> Option<u64> {
        let idle = || self.open.iter().filter(|(_, place)| place.phase != Phase::Working);
        // How many idle places a neighbourhood holds, and since when the oldest.
        let mut crowds: HashMap<IpAddr, (u32, u64)> = HashMap::new();
        for (_, place) in idle() {
            let (size, since) = crowds.entry(place.address).or_insert((0, place.since));
            (*size, *since) = (*size + 1, place.since.min(*since));
        }
        let (crowded, _) = crowds.into_iter().min_by_key(|(_, (size, since))| (Reverse(*size), *since))?;
        let there = idle().filter(|(_, place)| place.address == crowded);
        // Where long polls fill it, a question is asked anew sooner than a handshake begins again.
        let (listening, all) = there.clone().fold((0_u32, 0_u32), |(listening, all), (_, place)| {
            (listening + u32::from(place.phase == Phase::Listening), all + 1)
        });
        let goes = if listening > all / 2 { Phase::Listening } else { Phase::Waiting };
        there.min_by_key(|(_, place)| (place.phase != goes, place.since)).map(|(id, _)| *id)
    }
}

/// One connection's place; dropping it gives the place back.
#[derive(Debug)]
pub(crate) struct Ticket {
    id: u64,
    cut: CancellationToken,
    connections: Arc<Connections>,
}

impl Ticket {
    /// Says what the connection is doing now. Whoever waits again counts as waiting from now.
    pub(crate) fn set(&self, phase: Phase) {
        let mut table = self.connections.lock();
        let now = table.tick();
        if let Some(place) = table.open.get_mut(&self.id) {
            place.phase = phase;
            place.since = now;
        }
    }

    /// Resolves when the place was given to somebody else.
    pub(crate) async fn cut(&self) {
        self.cut.cancelled().await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.connections.lock().open.remove(&self.id);
    }
}

/// One IPv6 customer holds a /64, so that counts as one address.
pub(crate) fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const HER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7));

    #[test]
    fn the_longest_waiting_caller_of_the_most_crowded_address_makes_room() {
        let table = Connections::new(3);
        let hers = table.admit(HER).unwrap();
        let first = table.admit(CITY).unwrap();
        let second = table.admit(CITY).unwrap();
        let third = table.admit(CITY).unwrap();
        assert!(first.cut.is_cancelled());
        assert!(!hers.cut.is_cancelled() && !second.cut.is_cancelled() && !third.cut.is_cancelled());
        assert_eq!((table.open(), table.cut()), (3, 1));
    }

    #[test]
    fn long_polls_push_nobody_off_who_is_bringing_an_alert() {
        let street = |n: u128| IpAddr::V6(((0x2001_0db8 << 96) | (n << 64)).into());
        for attackers in [|_: u128| CITY, street] {
            let table = Connections::new(100);
            let polls: Vec<Ticket> = (1..100).map(|n| table.admit(attackers(n)).unwrap()).collect();
            polls.iter().for_each(|poll| poll.set(Phase::Listening));
            let hers = table.admit(HER).unwrap();
            let more: Vec<Ticket> = (200..250).map(|n| table.admit(attackers(n)).unwrap()).collect();
            assert!(!hers.cut.is_cancelled(), "a handshake stands among {} long polls", polls.len());
            assert_eq!((more.len(), table.open(), table.cut()), (50, 100, 50));
        }
    }

    #[test]
    fn long_polls_of_one_address_make_room_for_the_handshakes_of_their_neighbours() {
        let table = Connections::new(100);
        let polls: Vec<Ticket> = (0..100).map(|_| table.admit(CITY).unwrap()).collect();
        polls.iter().for_each(|poll| poll.set(Phase::Listening));
        let neighbours: Vec<Ticket> = (0..20).map(|_| table.admit(CITY).unwrap()).collect();
        assert!(neighbours.iter().all(|one| !one.cut.is_cancelled()));
        assert_eq!((polls.iter().filter(|poll| poll.cut.is_cancelled()).count(), table.cut()), (20, 20));
    }

    #[test]
    fn a_request_at_work_is_never_cut_and_a_listener_only_last() {
        let table = Connections::new(2);
        let working = table.admit(HER).unwrap();
        working.set(Phase::Working);
        let listening = table.admit(CITY).unwrap();
        listening.set(Phase::Listening);
        let newcomer = table.admit(CITY).unwrap();
        newcomer.set(Phase::Working);
        assert!(listening.cut.is_cancelled() && !working.cut.is_cancelled());
        assert!(table.admit(CITY).is_none());
    }

    #[test]
    fn a_dropped_ticket_gives_its_place_back() {
        let table = Connections::new(1);
        drop(table.admit(HER));
        assert_eq!(table.open(), 0);
    }
}
