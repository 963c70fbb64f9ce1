//! Where the control room keeps what it knows: one SQLite file, one writer thread, many readers.
//!
//! The file is in WAL mode with `synchronous=FULL`: what was answered survives a power loss. All changes queue for one
//! thread, which takes whatever waits into one transaction and answers everybody after its commit, so that one flush of
//! the disk serves many alerts. The rules are not here: each change asks the brain's pure function inside the
//! transaction. Readers, also in other processes, see the last commit and never wait.

mod connection;
mod error;
mod files;
mod migrations;
mod reader;
mod store;
mod tables;
mod writer;

pub use error::{StoreError, VerifyError};
pub use reader::Reader;
pub use store::Store;
