//! The thread that carries packets between the two devices.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tun_rs::SyncDevice;

use super::Addresses;
use super::portal::Redirect;
use super::shared::Shared;
use super::urgency;
use crate::network::{Arrival, Parcel, Toward};
use crate::packet;

/// How many packets of one side are read before the other has its turn.
const TURN: usize = 64;
/// How long nothing is due at the most.
const LONG: Duration = Duration::from_secs(3_600);
/// No packet is longer.
const LONGEST: usize = 65_535;

pub(super) struct Emulator {
    phone: SyncDevice,
    room: SyncDevice,
    addresses: Addresses,
    redirect: Option<Redirect>,
    shared: Arc<Shared>,
    ended: UnixStream,
    buffer: Vec<u8>,
}

/// Who has something for us.
struct Awake {
    phone: bool,
    room: bool,
    ended: bool,
}

impl Emulator {
    pub(super) fn new(
        phone: SyncDevice,
        room: SyncDevice,
        addresses: Addresses,
        redirect: Option<Redirect>,
        shared: Arc<Shared>,
        ended: UnixStream,
    ) -> Self {
        Self { phone, room, addresses, redirect, shared, ended, buffer: vec![0; LONGEST] }
    }

    /// Carries until the other end of `ended` is closed.
    pub(super) fn carry(mut self) {
        urgency::go_first();
        if let Err(error) = self.run() {
            *self.shared.failure() = Some(format!("{error:#}"));
        }
    }

    fn run(&mut self) -> Result<()> {
        loop {
            let due = self.deliver()?;
            let awake = self.wait(due)?;
            if awake.ended {
                return Ok(());
            }
            if awake.phone {
                self.read(Toward::Room)?;
            }
            if awake.room {
                self.read(Toward::Phone)?;
            }
        }
    }

    /// Hands over what has arrived; how long until the next.
    fn deliver(&mut self) -> Result<Duration> {
        loop {
            let mut network = self.shared.network();
            let now = self.shared.opened.elapsed();
            let Some(arrival) = network.take(now) else {
                return Ok(network.due().map_or(LONG, |due| due.saturating_sub(now)));
            };
            drop(network);
            self.shared.lateness().add(now.saturating_sub(arrival.at));
            self.hand_over(arrival)?;
        }
    }

    fn hand_over(&mut self, arrival: Arrival<Vec<u8>>) -> Result<()> {
        let Arrival { toward, parcel, load: mut bytes, .. } = arrival;
        let device = match toward {
            Toward::Room => {
                if parcel.port != 0 {
                    packet::set_source_port(&mut bytes, parcel.port).context("a packet without its source port")?;
                }
                &self.room
            }
            Toward::Phone => {
                if parcel.port != 0 {
                    packet::set_destination_port(&mut bytes, parcel.port).context("a packet without a port")?;
                }
                if let Some(redirect) = &self.redirect {
                    redirect.back(&mut bytes);
                }
                &self.phone
            }
        };
        // A kernel that has no room for a packet, or whose device somebody took down, loses it as any network does.
        let _sent = device.send(&bytes);
        Ok(())
    }

    fn wait(&self, due: Duration) -> Result<Awake> {
        let limit = Timespec::try_from(due).context("how long to wait")?;
        let mut ends = [
            PollFd::new(&self.phone, PollFlags::IN),
            PollFd::new(&self.room, PollFlags::IN),
            PollFd::new(&self.ended, PollFlags::IN),
        ];
        match poll(&mut ends, Some(&limit)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => bail!("waiting for packets: {error}"),
        }
        let [phone, room, ended] = ends.map(|end| !end.revents().is_empty());
        Ok(Awake { phone, room, ended })
    }

    /// Takes what one side has sent and sends it on its way.
    fn read(&mut self, toward: Toward) -> Result<()> {
        for _ in 0..TURN {
            let device = match toward {
                Toward::Room => &self.phone,
                Toward::Phone => &self.room,
            };
            let length = match device.recv(&mut self.buffer) {
                Ok(length) => length,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return Ok(()),
                Err(error) => return Err(error).context("reading from a TUN device"),
            };
            let bytes = self.buffer.get(..length).unwrap_or_default().to_vec();
            self.send(toward, bytes);
        }
        Ok(())
    }

    fn send(&mut self, toward: Toward, mut bytes: Vec<u8>) {
        if let (Toward::Room, Some(redirect)) = (toward, &mut self.redirect) {
            redirect.out(&mut bytes);
        }
        let Some(seen) = packet::look(&bytes) else { return };
        let (port, here) = match toward {
            Toward::Room => (seen.ports.0, self.is_room(seen.destination)),
            Toward::Phone => (seen.ports.1, !is_for_many(seen.destination)),
        };
        // Nothing else is on this network.
        if !here {
            return;
        }
        let parcel = Parcel { carrier: seen.carrier, port, bytes: bytes.len() };
        let mut network = self.shared.network();
        let now = self.shared.opened.elapsed();
        // What became of it stands in the tally.
        let _sent = network.send(now, toward, parcel, bytes);
    }

    fn is_room(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => address == self.addresses.room,
            IpAddr::V6(address) => Some(address) == self.addresses.room_v6 && self.redirect.is_none(),
        }
    }
}

/// Kernels talk to groups by themselves; that would draw lots which belong to programs.
fn is_for_many(address: IpAddr) -> bool {
    address.is_multicast()
}
