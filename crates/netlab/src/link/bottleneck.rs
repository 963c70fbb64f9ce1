//! The slowest place of a link and the queue before it.

use std::time::Duration;

use crate::profile::Rate;

/// First in, first out; what finds no room is dropped (tail drop).
#[derive(Clone, Copy, Debug)]
pub(super) struct Bottleneck {
    rate: Option<Rate>,
    /// When everything admitted so far is out.
    free_at: Duration,
}

impl Bottleneck {
    pub(super) fn empty(rate: Option<Rate>) -> Self {
        Self { rate, free_at: Duration::ZERO }
    }

    /// When this packet will be out, or nothing when it finds no room. What is being sent counts as waiting. One that
    /// finds the link idle is always taken, however long it is.
    pub(super) fn admit(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        let Some(rate) = self.rate else { return Some(now) };
        let waiting = rate.bytes_in(self.free_at.saturating_sub(now));
        let with_it = waiting.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if waiting > 0 && with_it > rate.queue_bytes {
            return None;
        }
        self.free_at = self.free_at.max(now) + rate.time_for(bytes);
        Some(self.free_at)
    }

    /// What waits is thrown away.
    pub(super) fn clear(&mut self, now: Duration) {
        self.free_at = self.free_at.min(now);
    }
}
