//! What the store promises: one contract over memory and disk, and what only a disk can do to us.
#![expect(clippy::unwrap_used, reason = "a test may stop at a surprise")]

mod build;
mod contract;
mod cut_short;
mod damage;
mod flips;
mod keys;
mod migrations;
mod processes;
mod rest;
