//! The loops behind a phone that lives: each is a named task, started once, stopped together.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use hifazat_time::Clock;
use tokio::task::JoinSet;

use super::{Shell, battery, line_check};

/// After a loop broke, before it is started again.
const BREATH: Duration = Duration::from_secs(1);

/// Running loops; dropping them stops them.
#[must_use = "the loops stop when this is dropped"]
#[derive(Debug)]
pub struct Loops(JoinSet<()>);

impl Shell {
    /// Starts what carries, asks, locates and keeps house, and, for shells that live long, the check of the line.
    pub fn start(self: &Arc<Self>, with_line_check: bool) -> Loops {
        let mut loops = Loops(JoinSet::new());
        let shell = Arc::clone(self);
        loops.name("phone", &self.clock, move || {
            let phone = Arc::clone(&shell.phone);
            async move { phone.run().await }
        });
        let shell = Arc::clone(self);
        loops.name("battery", &self.clock, move || battery::keep_known(Arc::clone(&shell)));
        if with_line_check {
            let shell = Arc::clone(self);
            loops.name("line check", &self.clock, move || line_check::keep_proven(Arc::clone(&shell)));
        }
        loops
    }
}

impl Loops {
    /// Stops them and waits until they have stopped.
    pub async fn stop(mut self) {
        self.0.shutdown().await;
    }

    /// A loop that ends or breaks is started again: an alert must not be lost to a mistake elsewhere. What it was doing
    /// is in the store, and every step of it may be done twice.
    fn name<F>(&mut self, name: &'static str, clock: &Arc<dyn Clock>, work: impl Fn() -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let clock = Arc::clone(clock);
        self.0.spawn(async move {
            loop {
                match AssertUnwindSafe(work()).catch_unwind().await {
                    Ok(()) => tracing::error!(name, "a loop ended; it is started again"),
                    Err(_) => tracing::error!(name, "a loop broke; it is started again"),
                }
                clock.sleep(BREATH).await;
            }
        });
    }
}
