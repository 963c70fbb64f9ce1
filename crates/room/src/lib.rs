//! The control room's brain: ingest, incidents, clocks, routing, seats, audit.
//!
//! It decides and does nothing else: no socket, no file, no clock of its own, no task. Whatever changes is decided by a
//! pure function from a [`Situation`](ledger::Situation) to a [`Decision`](ledger::Decision), which a
//! [`Ledger`](ledger::Ledger) calls inside its transaction; answers leave after the commit. It refuses to drop anything
//! that has the shape of an envelope, to let a drill into the live queue, and to show a file without a line in the log.

pub mod audit;
pub mod crowd;
pub mod ledger;
#[cfg(any(test, feature = "test-util"))]
pub mod test_util;

mod acts;
mod bell;
mod clip;
mod device;
mod districts;
mod drill;
mod familiar;
mod hex;
mod incident;
mod ingest;
mod intake;
mod keys;
mod path;
mod place;
mod receipts;
mod revision;
mod room;
mod seats;
mod texter;
mod watchdog;

pub use acts::decide_act;
pub use clip::{Clip, ClipRefusal, MAX_CLIPS, Sound};
pub use crowd::{CROWD, Footing};
pub use device::Device;
pub use districts::{Districts, HEADQUARTERS, Headquarters, Located, NearestHeadquarters, PoliceHead};
pub use drill::{Drill, DrillStatus};
pub use incident::{
    Act, Actor, Clocks, Disposition, Due, Incident, Lane, Outcome, Refusal, Sent, State, StateName, Taken, Trust,
};
pub use ingest::Arrival;
pub use intake::{Flag, Intake, Tally};
pub use keys::KeySet;
pub use path::Path;
pub use place::{Latest, Place};
pub use receipts::{Signer, answer_to_ask, answer_to_envelope, stored_receipt};
pub use revision::Revision;
pub use room::{AskError, DeskError, IngestError, Ingested, Kind, OpenQuestion, Ports, Room, TextError, TextTaken};
pub use seats::{
    PasswordError, Passwords, Permission, Role, Seat, SeatError, SignIn, check_desk_name, check_new_password,
    check_seat_name, sign_in,
};
pub use texter::{DueText, Texter};
pub use watchdog::{Overdue, Told, overdue};
