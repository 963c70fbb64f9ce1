//! A clock that stands still until a test moves it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_protocol::UnixMillis;
use tokio::sync::watch;

use crate::clock::Clock;

/// Moved by hand; wakes its own sleepers, so that no test ever waits.
#[derive(Debug)]
pub struct ManualClock {
    wall: Mutex<UnixMillis>,
    elapsed: watch::Sender<Duration>,
}

impl ManualClock {
    /// A clock that shows `now` on a machine that has just started.
    #[must_use]
    pub fn new(now: UnixMillis) -> Self {
        Self { wall: Mutex::new(now), elapsed: watch::Sender::new(Duration::ZERO) }
    }

    /// Lets time pass on both clocks.
    pub fn advance(&self, by: Duration) {
        self.jump_wall(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        self.elapsed.send_modify(|elapsed| *elapsed += by);
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn jump_wall(&self, by_ms: i64) {
        let mut wall = self.wall.lock().unwrap_or_else(PoisonError::into_inner);
        *wall = wall.plus_ms(by_ms);
    }

    /// How many sleepers wait.
    #[must_use]
    pub fn sleepers(&self) -> usize {
        self.elapsed.receiver_count()
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> UnixMillis {
        *self.wall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.borrow()
    }

    async fn sleep(&self, pause: Duration) {
        let until = self.elapsed() + pause;
        // The sender lives as long as `self`: waiting cannot fail.
        let woken = self.elapsed.subscribe().wait_for(|elapsed| *elapsed >= until).await.is_ok();
        debug_assert!(woken);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_its_time_has_come_and_not_before() {
        let clock = Arc::new(ManualClock::new(UnixMillis(0)));
        let sleeper = tokio::spawn({
            let clock = Arc::clone(&clock);
            async move { clock.sleep(Duration::from_secs(60)).await }
        });
        while clock.sleepers() == 0 {
            tokio::task::yield_now().await;
        }
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert_eq!(clock.now(), UnixMillis(60_000));
    }
}
