//! The control room's server: the phones' TLS endpoint, the console, its live stream, and the binary `hifazat-room`.
//!
//! It owns sockets, sessions, settings and keys on disk, and decides nothing about an alert: that is `hifazat-room`'s
//! work, and writing it down is `hifazat-room-store`'s. It never answers a phone before the commit.

pub mod contract;

mod boundaries;
mod certificates;
mod cli;
mod console;
mod datagram;
mod districts;
mod figures;
mod folder;
mod health;
mod herald;
mod keyring;
mod live;
mod net;
mod phones;
mod problem;
mod recent;
mod server;
mod sessions;
mod settings;
mod shared;
mod store;
mod texts;
mod trust;
mod units;
mod upkeep;

pub use cli::Cli;
pub use datagram::DatagramDoor;
pub use net::door::Limits;
pub use problem::ProblemDocument;
#[cfg(feature = "test-util")]
pub use server::Ear;
pub use server::{Options, Outside, Server};
pub use texts::Carriers;
