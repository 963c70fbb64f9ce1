//! Time comes from outside: a [`Clock`] that tests can hold still, and the [`Backoff`] between attempts.
//!
//! The real clock counts the time a phone sleeps, and nothing here ever gives up: pauses are capped, attempts are not.

mod backoff;
mod clock;
#[cfg(any(test, feature = "test-util"))]
mod manual;

pub use backoff::Backoff;
pub use clock::{Clock, SystemClock};
#[cfg(any(test, feature = "test-util"))]
pub use manual::ManualClock;
