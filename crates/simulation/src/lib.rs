//! Both brains in one thread, over their real stores, in a world that is out to lose an alert.
//!
//! The phone's brain speaks the protocol's own bytes, over paths that follow the real ones, through the network
//! laboratory's pure core, to the room's brain, which is called as its server calls it. Time is virtual and chance comes
//! from one seed: the same seed is the same run, to the last packet. A world is a list of operations ([`Op`]); after each
//! the invariants are looked at, and after the last one everything becomes good and all must be delivered and told.
//!
//! It refuses to sleep, to open a socket, and to fake a store.

mod air;
mod attempts;
mod authority;
mod carrier;
mod check;
mod delivery;
mod disk;
mod door;
mod failure;
mod generate;
mod liar;
mod many;
mod op;
mod paths;
mod phone;
mod places;
mod room;
mod run;
mod segment;
mod shrink;
mod tasks;
mod time;
mod trace;
mod world;

pub use delivery::{Course, Delivered, Ours, Plain, Tries};
pub use failure::Failure;
pub use generate::steps_of;
pub use many::{Found, run_many};
pub use op::{Fate, Op, Pin, Step, Work};
pub use run::{Run, run, run_seed};
pub use shrink::shrink;
pub use time::Side;
