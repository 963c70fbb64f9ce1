//! The control room's brain: ingest, incidents, clocks, routing, seats, audit.
//!
//! It decides and does nothing else: no socket, no file, no clock of its own, no task. Whatever changes is decided by a
//! pure function from a [`Situation`](ledger::Situation) to a [`Decision`](ledger::Decision), which a
//! [`Ledger`](ledger::Ledger) calls inside its transaction; answers leave after the commit. It refuses to drop anything
//! that has the shape of an envelope, to let a drill into the live queue, and to show a file without a line in the log.

pub mod audit;
pub mod districts;
pub mod incident;
pub mod ingest;
pub mod keys;
pub mod ledger;
pub mod room;
pub mod seats;
pub mod watchdog;

mod acts;
mod bell;
mod device;
mod drill;
mod hex;
mod intake;
mod path;
mod place;
mod receipts;
mod revision;

pub use acts::decide_act;
pub use device::Device;
pub use drill::{Drill, DrillStatus};
pub use incident::{Act, Incident};
pub use intake::{Flag, Intake, Tally};
pub use path::Path;
pub use place::{Latest, Place};
pub use receipts::{Signer, answer_to_ask, answer_to_envelope};
pub use revision::Revision;
pub use room::{Ports, Room};
