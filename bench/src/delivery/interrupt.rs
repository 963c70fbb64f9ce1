//! Ctrl-C ends the bench in order: what was started is stopped, links are taken down. A second one ends it at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_netlab::Lab;
use hifazat_testkit::pause;
use hifazat_time::{Clock, SystemClock};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

const LOOK: Duration = Duration::from_millis(50);
/// As a shell tells it.
const INTERRUPTED: i32 = 130;

/// Whether we were asked to end.
#[derive(Clone, Debug)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    pub(super) fn listen() -> Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // In this order: only the second finds it set.
            flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&asked)).context("signals")?;
            flag::register(signal, Arc::clone(&asked)).context("signals")?;
        }
        Ok(Self(asked))
    }

    pub(super) fn check(&self) -> Result<()> {
        ensure!(!self.0.load(Ordering::Relaxed), "interrupted");
        Ok(())
    }

    /// Ends when we are asked to end.
    pub(super) async fn asked(&self) {
        while self.check().is_ok() {
            SystemClock.sleep(LOOK).await;
        }
    }

    /// Lets time pass until the laboratory is so old.
    pub(super) fn wait_until(&self, lab: &Lab, at: Duration) -> Result<()> {
        loop {
            self.check()?;
            let left = at.saturating_sub(lab.elapsed());
            if left.is_zero() {
                return Ok(());
            }
            pause(left.min(LOOK));
        }
    }
}
