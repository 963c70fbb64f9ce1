//! What time it is, and waiting for later.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use hifazat_protocol::UnixMillis;

/// A clock. [`now`](Self::now) may jump when somebody sets it; [`elapsed`](Self::elapsed) may not.
#[async_trait]
pub trait Clock: Send + Sync + fmt::Debug {
    /// The wall clock, which may be years off.
    fn now(&self) -> UnixMillis;

    /// Time since the machine started, sleep included. Never goes back while the machine runs.
    fn elapsed(&self) -> Duration;

    /// Waits. May wake late after the machine slept, never early.
    async fn sleep(&self, pause: Duration);
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    fn now(&self) -> UnixMillis {
        let since = |earlier: SystemTime, later: SystemTime| {
            later.duration_since(earlier).ok().and_then(|span| i64::try_from(span.as_millis()).ok())
        };
        let now = SystemTime::now();
        // A clock set before 1970 is as wrong as any other, and just as little an error.
        UnixMillis(since(UNIX_EPOCH, now).or_else(|| since(now, UNIX_EPOCH).map(|ms| -ms)).unwrap_or_default())
    }

    fn elapsed(&self) -> Duration {
        let time = rustix::time::clock_gettime(CLOCK);
        let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
        Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that sleeps")]
    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }
}

/// Linux and Android stop `CLOCK_MONOTONIC` while they sleep; Apple's systems do not.
#[cfg(any(target_os = "linux", target_os = "android"))]
const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Boottime;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const CLOCK: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn elapsed_time_passes_while_sleeping() {
        let before = SystemClock.elapsed();
        SystemClock.sleep(Duration::from_millis(5)).await;
        assert!(SystemClock.elapsed() - before >= Duration::from_millis(5));
    }

    #[test]
    fn the_wall_clock_is_later_than_this_code() {
        assert!(SystemClock.now() > UnixMillis(1_700_000_000_000));
    }
}
