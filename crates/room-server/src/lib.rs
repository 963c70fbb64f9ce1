//! The control room's server: the phones' TLS endpoint, the console, its live stream, and the binary `hifazat-room`.
//!
//! It owns sockets, sessions, settings and keys on disk, and decides nothing about an alert: that is `hifazat-room`'s
//! work, and writing it down is `hifazat-room-store`'s. It never answers a phone before the commit.

mod boundaries;
mod certificates;
pub mod contract;
mod folder;
mod keyring;
mod live;
mod net;
mod problem;
mod sessions;
mod settings;
mod trust;
mod units;
