//! Time comes from outside: a [`Clock`] that tests can hold still, the [`Backoff`] between attempts, and the [`Allowance`] of
//! those whom nobody knows.
//!
//! The real clock counts the time a phone sleeps, and nothing here ever gives up: pauses are capped, attempts are not.

mod allowance;
mod backoff;
mod clock;
#[cfg(any(test, feature = "test-util"))]
mod manual;

pub use allowance::{Allowance, Meter};
pub use backoff::Backoff;
pub use clock::{Clock, SystemClock};
#[cfg(any(test, feature = "test-util"))]
pub use manual::ManualClock;
