//! A real room over real sockets.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod acts;
mod asks;
mod command;
mod console;
mod crowd;
mod datagram;
mod disk;
mod document;
mod flood;
mod ingest;
mod logs;
mod page;
mod person;
mod program;
mod reach;
mod rejections;
mod restart;
mod room;
mod sign_in;
mod stream;
mod texts;
mod wire;
