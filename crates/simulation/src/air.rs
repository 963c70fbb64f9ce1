//! What lies between the two: networks of the laboratory's pure core, one after another, and somebody who meddles.

mod load;
mod socket;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use hifazat_netlab::{Arrival, Network, Parcel, Profile, Random, Toward};
use hifazat_protocol::AlertId;

use crate::time::Time;
use crate::trace::Trace;

pub(crate) use load::Load;
pub(crate) use socket::Socket;

const FIRST_PORT: u16 = 1_024;

/// What somebody does to the next packet of a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It is lost.
    Lose,
    /// It comes once more after this.
    Double(Duration),
    /// It leaves only after this.
    Delay(Duration),
    /// The last byte of a datagram is another.
    Garble,
}

/// The air.
pub(crate) struct Air {
    time: Arc<Time>,
    trace: Arc<Trace>,
    inner: Mutex<Inner>,
}

struct Inner {
    seeds: Random,
    profile: &'static Profile,
    /// The newest last; the others only bring what is under way in them.
    networks: Vec<Network<Load>>,
    is_cut: bool,
    deeds: BTreeMap<Toward, VecDeque<Deed>>,
    /// Nothing of this alert arrives.
    swallowed: Option<AlertId>,
    later: BTreeMap<(Duration, u64), (Toward, u16, Load)>,
    count: u64,
    port: u16,
    mailboxes: BTreeMap<u16, Mailbox>,
    /// Datagrams that were sent to the room, to be sent again by anybody.
    heard: VecDeque<Vec<u8>>,
}

#[derive(Default)]
struct Mailbox {
    came: VecDeque<Load>,
    waker: Option<Waker>,
}

impl Air {
    pub(crate) fn new(profile: &'static Profile, seed: u64, time: Arc<Time>, trace: Arc<Trace>) -> Arc<Self> {
        let mut seeds = Random::seeded(seed);
        let networks = vec![Network::new(profile, seeds.draw())];
        let inner = Inner {
            seeds,
            profile,
            networks,
            is_cut: false,
            deeds: BTreeMap::new(),
            swallowed: None,
            later: BTreeMap::new(),
            count: 0,
            port: FIRST_PORT,
            mailboxes: BTreeMap::new(),
            heard: VecDeque::new(),
        };
        Arc::new(Self { time, trace, inner: Mutex::new(inner) })
    }

    pub(crate) fn profile(&self) -> &'static Profile {
        self.inner().profile
    }

    pub(crate) fn is_cut(&self) -> bool {
        self.inner().is_cut
    }

    /// Sends now, unless somebody meddles.
    pub(crate) fn send(&self, toward: Toward, port: u16, load: Load) {
        let now = self.time.now();
        let mut inner = self.inner();
        if let (Toward::Room, Load::Datagram(bytes)) = (toward, &load) {
            inner.hear(bytes);
        }
        if inner.swallowed.is_some() && inner.swallowed == load.alert() {
            return;
        }
        let deed = inner.deeds.get_mut(&toward).and_then(VecDeque::pop_front);
        self.trace.note(|| format!("{now:?} sent {toward:?} {port} {} {deed:?}", load.told()));
        match deed {
            None => inner.offer(now, toward, port, load),
            Some(Deed::Lose) => {}
            Some(Deed::Double(after)) => {
                inner.put_off(now + after, toward, port, load.clone());
                inner.offer(now, toward, port, load);
            }
            Some(Deed::Garble) => inner.offer(now, toward, port, load.garbled()),
            Some(Deed::Delay(by)) => inner.put_off(now + by, toward, port, load),
        }
    }

    /// Something nobody asked for, straight to a receiver.
    pub(crate) fn slip_in(&self, after: Duration, port: u16, packet: Vec<u8>) {
        let now = self.time.now();
        self.inner().put_off(now + after, Toward::Phone, port, Load::Datagram(packet));
    }

    /// When something happens next.
    pub(crate) fn next(&self) -> Option<Duration> {
        let inner = self.inner();
        let later = inner.later.first_key_value().map(|((at, _), _)| *at);
        inner.networks.iter().filter_map(Network::due).chain(later).min()
    }

    /// The next thing that has arrived at the room by now; what has arrived at the phone is in its mailbox.
    pub(crate) fn take(&self) -> Option<(u16, Load)> {
        let now = self.time.now();
        loop {
            let arrival = self.inner().take(now)?;
            let Arrival { toward, parcel, load, .. } = arrival;
            self.trace.note(|| format!("{now:?} arrived {toward:?} {} {}", parcel.port, load.told()));
            match toward {
                Toward::Room => return Some((parcel.port, load)),
                Toward::Phone => self.deliver(parcel.port, load),
            }
        }
    }

    /// A closed port swallows.
    fn deliver(&self, port: u16, load: Load) {
        let waker = self.inner().mailboxes.get_mut(&port).and_then(|mailbox| {
            mailbox.came.push_back(load);
            mailbox.waker.take()
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(crate) fn cut(&self) {
        let now = self.time.now();
        let mut inner = self.inner();
        inner.is_cut = true;
        inner.networks.iter_mut().for_each(|network| network.cut(now));
    }

    pub(crate) fn restore(&self) {
        let mut inner = self.inner();
        inner.is_cut = false;
        inner.networks.iter_mut().for_each(Network::restore);
    }

    /// From now on another network, of any luck.
    pub(crate) fn change(&self, profile: &'static Profile) {
        let seed = self.inner().seeds.draw();
        self.enter(profile, seed);
    }

    /// From now on the network of this seed.
    pub(crate) fn enter(&self, profile: &'static Profile, seed: u64) {
        let now = self.time.now();
        let mut inner = self.inner();
        let mut network = Network::new(profile, seed);
        if inner.is_cut {
            network.cut(now);
        }
        inner.networks.retain(|old| old.due().is_some());
        inner.networks.push(network);
        inner.profile = profile;
    }

    pub(crate) fn rebind(&self) {
        self.inner().networks.iter_mut().for_each(Network::rebind);
    }

    pub(crate) fn meddle(&self, toward: Toward, packets: u8, deed: Deed) {
        self.inner().deeds.entry(toward).or_default().extend(std::iter::repeat_n(deed, packets.into()));
    }

    pub(crate) fn swallow(&self, alert: Option<AlertId>) {
        self.inner().swallowed = alert;
    }

    pub(crate) fn is_meddled_with(&self) -> bool {
        self.inner().deeds.values().any(|deeds| !deeds.is_empty())
    }

    pub(crate) fn calm(&self) {
        self.inner().deeds.clear();
    }

    /// A datagram that was sent before, sent by somebody else: its answer goes nowhere.
    pub(crate) fn replay(&self, which: u8) {
        let now = self.time.now();
        let mut inner = self.inner();
        let which = usize::from(which).checked_rem(inner.heard.len()).unwrap_or(0);
        if let Some(bytes) = inner.heard.get(which).cloned() {
            inner.offer(now, Toward::Room, u16::MAX, Load::Datagram(bytes));
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn hear(&mut self, bytes: &[u8]) {
        if self.heard.len() == 32 {
            self.heard.pop_front();
        }
        self.heard.push_back(bytes.to_vec());
    }

    fn put_off(&mut self, at: Duration, toward: Toward, port: u16, load: Load) {
        self.count += 1;
        self.later.insert((at, self.count), (toward, port, load));
    }

    fn offer(&mut self, now: Duration, toward: Toward, port: u16, load: Load) {
        let parcel = Parcel { carrier: load.carrier(), port, bytes: load.bytes() };
        if let Some(network) = self.networks.last_mut() {
            network.send(now, toward, parcel, load);
        }
    }

    fn take(&mut self, now: Duration) -> Option<Arrival<Load>> {
        while let Some(first) = self.later.first_entry().filter(|first| first.key().0 <= now) {
            let (toward, port, load) = first.remove();
            self.offer(now, toward, port, load);
        }
        loop {
            let due = self.networks.iter_mut().filter(|network| network.due().is_some_and(|due| due <= now));
            // One whose address nobody knows any more vanishes on the way.
            if let Some(arrival) = due.min_by_key(|network| network.due())?.take(now) {
                return Some(arrival);
            }
        }
    }
}
