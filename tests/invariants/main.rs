//! The invariants of ARCHITECTURE.md, held over the real programs. Those that a crate proves closer to home, under the
//! same names, are not repeated here: see `crates/room` (its ledger contract) and `crates/phone`.
#![cfg(test)]

mod order;
mod proof;
mod silence;
mod tap;
