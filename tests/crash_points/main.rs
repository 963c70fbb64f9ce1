//! The programs die at each of their crash points, as by kill -9, and start again: what was said before is still true,
//! and nothing is said twice.
//!
//! Few kills at each point here; `./x faults --kills 50` makes it fifty.
#![cfg(test)]

mod kills;
mod phone;
mod room;
mod under_load;
