//! How long something took, for people: the edge where this crate meets the clock.

use std::time::{Duration, Instant};

/// Started once, read often.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "the edge: only the length of a step is told, nothing is decided")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
