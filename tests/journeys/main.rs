//! What people live through, over the real programs: each test is a story with a room, a phone and an operator.
#![cfg(test)]

mod alarm;
mod cancel;
mod clip;
mod drill;
mod house;
mod keys;
mod operators;
mod poor_network;
mod put_back;
mod texts;
mod trust;
mod words;
