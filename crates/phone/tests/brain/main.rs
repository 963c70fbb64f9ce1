//! The phone's promises, told as stories over fakes. Nothing here waits: time is moved by hand.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may stop at a surprise")]

mod asks;
mod budget;
mod cancel;
mod clips;
mod clocks;
mod delivery;
mod drills;
mod durable;
mod equip;
mod location;
mod lost;
mod practise;
mod race;
mod room;
mod screen;
mod texts;
mod touch;
mod track;
mod trust;
mod world;
