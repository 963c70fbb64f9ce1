//! What goes wrong, on purpose: kills, broken networks, full disks, damaged files, wrong clocks.
#![cfg(test)]

mod clocks;
mod database;
mod disk;
mod killed;
mod network;
mod refusals;
mod restart;
