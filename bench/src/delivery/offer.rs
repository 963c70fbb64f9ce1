//! When an alert is offered: at an instant of the network's cycle that the seed chooses.

use std::time::Duration;

use hifazat_netlab::{Profile, Random};

/// How long the finger is on the button before the alert.
pub(super) const HOLD: Duration = Duration::from_secs(2);
/// Of a network that is always the same; the offers of one round are spread over it all the same.
const CYCLE: Duration = Duration::from_secs(10);
/// Between the look at the clock and the beginning of the hold.
const MARGIN: Duration = Duration::from_millis(500);

/// One run's chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What the link's lots are drawn from.
    pub(super) seed: u64,
    phase: Duration,
    cycle: Duration,
}

impl Offer {
    /// That of the run with this number.
    pub(super) fn of(profile: &Profile, seed: u64, run: usize) -> Self {
        let cycle = profile.outages.map(|outages| outages.every).or(profile.rebinds_every).unwrap_or(CYCLE);
        let number = u64::try_from(run).unwrap_or(u64::MAX);
        // Neighbouring seeds must not be neighbouring runs of one another.
        let mut random = Random::seeded(Random::seeded(seed).draw().wrapping_add(number));
        let seed = random.draw();
        let millis = u64::try_from(cycle.as_millis()).unwrap_or(u64::MAX);
        Self { seed, phase: Duration::from_millis(random.below(millis)), cycle }
    }

    /// The next such instant for which there is time to hold the button, by the laboratory's clock.
    pub(super) fn next(&self, elapsed: Duration) -> Duration {
        let earliest = elapsed + HOLD + MARGIN;
        let mut at = self.phase;
        while at < earliest {
            at += self.cycle;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use hifazat_netlab::profile;

    use super::*;

    #[test]
    fn offers_are_spread_over_the_cycle_and_come_back_with_the_seed() {
        let holes = profile("holes").unwrap();
        let offers: Vec<_> = (0..300).map(|run| Offer::of(holes, 7, run)).collect();
        for third in 0..3 {
            let within = |offer: &&Offer| offer.phase.as_secs() / 10 == third;
            assert!((70..130).contains(&offers.iter().filter(within).count()), "the {third}. third of the cycle");
        }
        assert_eq!(offers[4], Offer::of(holes, 7, 4));
        assert_ne!(offers[4], Offer::of(holes, 8, 3));
    }

    #[test]
    fn an_offer_leaves_time_to_hold_the_button() {
        let offer = Offer::of(profile("holes").unwrap(), 7, 0);
        for elapsed in [0, 3_000, 29_999, 61_234].map(Duration::from_millis) {
            let at = offer.next(elapsed);
            assert!(at >= elapsed + HOLD);
            assert!(at <= elapsed + HOLD + MARGIN + offer.cycle);
            assert_eq!(at.as_millis() % 30_000, offer.phase.as_millis());
        }
    }
}
