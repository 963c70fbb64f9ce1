//! A network laboratory: one link between a phone and a control room, as bad as wanted and as often as wanted.
//!
//! What the link does to a packet is decided by a pure core ([`Link`], [`Network`]): no clock, no socket, one seed. It
//! runs in two ways that make the same decisions:
//!
//! - [`Lab`] puts it between two TUN devices, one of them in a network namespace of its own, so that real programs
//!   speak real TCP and UDP over it. It needs root and Linux, and no traffic control in the kernel.
//! - [`Simulation`] gives it a virtual clock, for tests that may not wait and may not be root.
//!
//! The networks themselves are data: [`PROFILES`]. Chance is per packet: the n-th packet of one direction draws the
//! same lots for the same seed, whenever it comes. It refuses to know what an alert is, and to reach the internet.

mod clock;
mod lab;
mod link;
mod nat;
mod network;
mod outages;
mod packet;
mod profile;
mod random;
mod simulation;
mod tally;

pub use lab::{Lab, Lateness};
pub use link::{Cause, Fate, Link};
pub use network::{Arrival, Carrier, Network, Parcel, Sent, Toward};
pub use outages::Outages;
pub use profile::{Bursts, HeldBack, PROFILES, Profile, Rate, Share, Way, profile};
pub use random::Random;
pub use simulation::Simulation;
pub use tally::{Tally, WayTally};
