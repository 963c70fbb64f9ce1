//! The same runs in virtual time, for machines without a laboratory: both brains over their stores, and the plain client by
//! the same model of TCP and TLS. MQTT is a program of others, of which there is no model.

use std::ops::Range;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_simulation::{Course, Delivered, Ours, Plain, Tries};

use super::offer::{HOLD, Offer};
use super::ours::Only;
use super::outcome::{LINGER, Outcome, PATIENCE};
use super::plain::{FIRST_PAUSE, LONGEST_PAUSE, TRY};
use super::round::{Network, Run, at_once};

const TRIES: Tries = Tries { longest: TRY, first_pause: FIRST_PAUSE, longest_pause: LONGEST_PAUSE };

/// The runs of these numbers.
pub(super) fn measure_round(network: &Network, numbers: Range<usize>) -> Result<Vec<Run>> {
    at_once(numbers, |number| network.simulate(&Offer::of(network.profile, network.seed, number)))
}

impl Network {
    fn simulate(&self, offer: &Offer) -> Result<Run> {
        self.interrupt.check()?;
        let (offered, ours) = self.simulate_ours(offer, self.only).context("our phone")?;
        let mut plain = Plain::set_up(self.profile, offer.seed, &self.envelope, TRIES);
        let plain = plain.bring(&course(offer, plain.elapsed())).context("the plain client")?.into();
        let alone = |way| -> Result<_> { Ok((way, self.simulate_ours(offer, Some(way)).context("one way alone")?.1)) };
        let ways = self.ways().map(alone).collect::<Result<_>>()?;
        Ok(Run { ours, plain, mqtt: None, ways, limit: self.limit(offered) })
    }

    fn simulate_ours(&self, offer: &Offer, only: Option<Only>) -> Result<(Duration, Outcome)> {
        let mut ours = Ours::set_up(self.profile, offer.seed, only.map(Only::name))?;
        let course = course(offer, ours.elapsed());
        Ok((course.offered, ours.bring(&course)?.into()))
    }
}

fn course(offer: &Offer, elapsed: Duration) -> Course {
    let offered = offer.next(elapsed);
    Course { held: offered.saturating_sub(HOLD), offered, patience: PATIENCE, linger: LINGER }
}

impl From<Delivered> for Outcome {
    fn from(Delivered { arrive, ack, copies, path }: Delivered) -> Self {
        Self { arrive, ack, copies, path: path.map(str::to_owned), ..Self::default() }
    }
}

#[cfg(test)]
mod tests;
