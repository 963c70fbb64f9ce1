//! Somebody means us harm: floods, repeats, forgeries, and everything that a network can answer in the room's place. Over
//! the real programs. What a flood costs in figures is `./x bench hostile`.
#![cfg(test)]

mod clips;
mod overheard;
mod packets;
mod portals;
mod questions;
mod receipts;
mod replays;
mod sender;
mod thieves;
mod tls;
