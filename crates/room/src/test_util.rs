//! For tests: a ledger in memory, people who raise alerts, and the suite that every ledger has to pass.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "tests say what went wrong by panicking"
)]

mod contract;
mod desk;
mod memory;
mod persona;

pub use contract::*;
pub use desk::Desk;
pub use memory::MemoryLedger;
pub use persona::{Alert, Persona, Sealed, Text};
