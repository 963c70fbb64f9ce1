//! What became of one alert.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use hifazat_netlab::{Lab, Lateness};
use hifazat_time::{Clock, SystemClock};

use super::interrupt::Interrupt;
use super::offer::Offer;

/// What is not there by then is lost.
pub(super) const PATIENCE: Duration = Duration::from_secs(180);
/// After the acknowledgement, for what was still on its way and must not count twice.
pub(super) const LINGER: Duration = Duration::from_secs(2);

/// One alert of one contender.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    /// Until it was durable on the room's side.
    pub(super) arrive: Option<Duration>,
    /// Until the sender knew that.
    pub(super) ack: Option<Duration>,
    /// How many came of it.
    pub(super) copies: usize,
    /// The way by which it came first, where there are several.
    pub(super) path: Option<String>,
    /// How late the machine was.
    pub(super) late: Lateness,
}

/// Somebody who brings an alert over a link, ready to do so.
pub(super) trait Contender: Send {
    fn lab(&self) -> &Lab;

    /// Brings one alert that is offered at this instant of its laboratory.
    fn bring(&self, offered: Duration, interrupt: &Interrupt) -> Result<Outcome>;

    /// Brings it at the offer's next instant.
    fn measure(&self, offer: &Offer, interrupt: &Interrupt) -> Result<(Duration, Outcome)> {
        let offered = offer.next(self.lab().elapsed());
        let outcome = self.bring(offered, interrupt)?;
        if let Some(failure) = self.lab().failure() {
            anyhow::bail!("packets were no longer carried: {failure}");
        }
        Ok((offered, Outcome { late: self.lab().lateness(), ..outcome }))
    }
}

/// When something arrived on the room's side, each time.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals(Arc<Mutex<Vec<Duration>>>);

impl Arrivals {
    pub(super) fn note(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(SystemClock.elapsed());
    }

    /// What came of an alert that was asked for and acknowledged at these instants.
    pub(super) fn outcome(&self, asked: Duration, acked: Option<Duration>) -> Outcome {
        let arrivals = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Outcome {
            arrive: arrivals.first().map(|first| first.saturating_sub(asked)),
            ack: acked.map(|acked| acked.saturating_sub(asked)),
            copies: arrivals.len(),
            ..Outcome::default()
        }
    }
}
