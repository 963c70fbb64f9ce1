//! The phone's outbox and vault in one SQLite file.
//!
//! Write-ahead log, `synchronous=FULL`, one connection kept open: a commit is one `fdatasync`, and what was committed
//! survives a power cut. Several processes may share the folder (the window's core, the command line): every write is an
//! immediate transaction, claims are leases in the table, and [`hifazat_phone::Outbox::revision`] tells of others' writes.
//!
//! Nothing here is readable without the key file, which a telephone's safe wraps: entries are sealed to the control room, receipts are as closed as on
//! the way, and the rest goes through a value cipher bound to table, row and column.
//!
//! A damaged database is set aside, never deleted, and a fresh one takes its place; the vault's values exist twice, so
//! the phone stays configured. A folder that cannot be written makes every call fail, and the brain goes on from memory.

mod cipher;
mod codes;
mod connection;
mod copy;
mod folder;
mod keys;
mod migrations;
mod safe;
mod store;
mod tables;

pub use safe::{Safe, WrappingKey};
pub use store::PhoneStore;
