//! A laboratory on this machine: real programs, real TCP and UDP, an invented link.
//!
//! The phone's side is a network namespace of its own; the room's side is the machine as it is. Between them stand two
//! TUN devices, and one thread that carries every packet from one to the other through a [`Network`]. The devices
//! belong to this process and vanish with it, however it ends; only the namespace's name can be left over, and the
//! next laboratory on the machine removes it. From inside, the room's side is all there is: no way leads further.

use std::ffi::{OsStr, OsString};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::network::Network;
use crate::profile::Profile;
use crate::tally::Tally;

mod emulator;
mod here;
mod ip;
mod portal;
mod shared;
mod space;
mod urgency;
mod wires;

use emulator::Emulator;
use portal::Portal;
pub use shared::Lateness;
use shared::Shared;
use space::Space;
use wires::Wires;

/// An open laboratory. Closes when dropped, and ends whatever still runs on the phone's side.
#[derive(Debug)]
pub struct Lab {
    profile: Profile,
    seed: u64,
    wires: Addresses,
    shared: Arc<Shared>,
    // In the order of their end: whoever runs inside, then the link, then the namespace.
    portal: Option<Portal>,
    end: Option<UnixStream>,
    carrying: Option<JoinHandle<()>>,
    space: Space,
}

/// How each side is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Addresses {
    room: Ipv4Addr,
    phone: Ipv4Addr,
    room_v6: Option<Ipv6Addr>,
}

impl Lab {
    /// Why no laboratory can be opened here, as a sentence; nothing when one can. For tests that may be passed over.
    #[must_use]
    pub fn obstacle() -> Option<String> {
        here::obstacle()
    }

    /// Opens one.
    ///
    /// # Errors
    /// When this machine or this user cannot ([`obstacle`](Self::obstacle)), or the system refuses a step.
    pub fn open(profile: &Profile, seed: u64) -> Result<Self> {
        if let Some(obstacle) = Self::obstacle() {
            bail!(obstacle);
        }
        let (space, wires) = here::one_at_a_time(|last| {
            space::sweep()?;
            let space = Space::make()?;
            let subnet = wires::free_subnet(last)?;
            let wires = Wires::lay(&space, subnet)?;
            Ok((subnet, (space, wires)))
        })?;
        let Wires { phone, room, addresses } = wires;
        let portal = profile.portal.then(|| Portal::open(addresses.room)).transpose()?;
        let shared = Arc::new(Shared::new(Network::new(profile, seed)));
        let (end, ended) = UnixStream::pair().context("a line to the thread that carries the packets")?;
        let redirect = portal.as_ref().map(Portal::redirect);
        let emulator = Emulator::new(phone, room, addresses, redirect, Arc::clone(&shared), ended);
        let carrying = thread::Builder::new().name("lab".into());
        let carrying = carrying.spawn(move || emulator.carry()).context("a thread that carries the packets")?;
        let (end, carrying) = (Some(end), Some(carrying));
        Ok(Self { profile: *profile, seed, wires: addresses, shared, portal, end, carrying, space })
    }

    /// The network it is.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What its chance began with.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// This machine, as the phone's side sees it. A room that is to be reached listens there, or on 0.0.0.0.
    #[must_use]
    pub fn room(&self) -> Ipv4Addr {
        self.wires.room
    }

    /// As [`room`](Self::room), where the machine has IPv6.
    #[must_use]
    pub fn room_v6(&self) -> Option<Ipv6Addr> {
        self.wires.room_v6
    }

    /// The phone's side, as this machine sees it.
    #[must_use]
    pub fn phone(&self) -> Ipv4Addr {
        self.wires.phone
    }

    /// The words that stand before a program's own to start it on the phone's side. They run it in their place, so its
    /// process is the one that was started.
    #[must_use]
    pub fn entrance(&self) -> Vec<OsString> {
        self.space.entrance()
    }

    /// A program that will run on the phone's side. It is told the addresses: `LAB_ROOM`, `LAB_PHONE`, `LAB_ROOM_V6`.
    #[must_use]
    pub fn phone_command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut entrance = self.entrance().into_iter();
        let mut command = Command::new(entrance.next().unwrap_or_default());
        command.args(entrance).arg(program);
        command.env("LAB_ROOM", self.room().to_string()).env("LAB_PHONE", self.phone().to_string());
        if let Some(room) = self.room_v6() {
            command.env("LAB_ROOM_V6", room.to_string());
        }
        command
    }

    /// Does something on the phone's side, in a thread of its own. A socket that is made there stays there, whoever uses
    /// it later; a process that is started there too.
    ///
    /// # Errors
    /// When the thread cannot be brought there.
    pub fn on_phone_side<T: Send>(&self, deed: impl FnOnce() -> T + Send) -> Result<T> {
        thread::scope(|scope| {
            let doing = scope.spawn(|| {
                self.space.enter()?;
                Ok(deed())
            });
            doing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// How long it has been open: the time by which the profile's dead windows and its
    /// [`limit`](Profile::limit) count.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.shared.opened.elapsed()
    }

    /// From now on nothing passes; what had not left the bottleneck yet is lost.
    pub fn cut(&self) {
        let mut network = self.shared.network();
        network.cut(self.elapsed());
    }

    /// As before the cut.
    pub fn restore(&self) {
        self.shared.network().restore();
    }

    /// The address translator forgets everything, now.
    pub fn rebind(&self) {
        self.shared.network().rebind();
    }

    /// What the link did so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.shared.network().tally()
    }

    /// How late this machine was so far.
    #[must_use]
    pub fn lateness(&self) -> Lateness {
        *self.shared.lateness()
    }

    /// Why packets are no longer carried, should that ever happen.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.shared.failure().clone()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.space.end_everybody();
        drop(self.portal.take());
        drop(self.end.take());
        if self.carrying.take().is_some_and(|carrying| carrying.join().is_err()) {
            eprintln!("lab: the thread that carried the packets ended badly");
        }
    }
}

#[cfg(test)]
mod tests;
