//! What everybody may send us, sent by a fuzzer: one function per door, `fn(&[u8])`, that panics when a promise breaks.
//!
//! Not falling over is the least of them. What is read is written again byte for byte; nothing opens that was not sealed,
//! nothing is believed that was not signed; no datagram is answered with more than it brought; no request makes the room
//! fail. The same functions run twice: under libFuzzer (`./x fuzz`), and over the kept corpus with some mutations in
//! `./x test` (`tests/corpus.rs`).
//!
//! Bytes alone would never get through a signature, so an input is read as choices ([`arbitrary`]): which whole thing to
//! begin with, and what to change in it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a target says what went wrong by panicking"
)]

mod by_hand;
mod edits;
mod people;
mod targets;
mod world;

/// A door and what holds at it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, also of its folders in `corpus` and `regressions`.
    pub name: &'static str,
    /// Panics when a promise breaks.
    pub run: fn(&[u8]),
}

/// Every door.
pub const TARGETS: &[Target] = &[
    Target { name: "envelope", run: targets::envelope::run },
    Target { name: "receipt", run: targets::receipt::run },
    Target { name: "bundle", run: targets::bundle::run },
    Target { name: "ask", run: targets::ask::run },
    Target { name: "text", run: targets::text::run },
    Target { name: "datagram", run: targets::datagram::run },
    Target { name: "http", run: targets::http::run },
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
