//! The pause before the next attempt: grows, is capped, never ends.

use std::time::Duration;

use hifazat_protocol::Entropy;

/// How patience grows from one attempt to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// Pause after the first failed attempt.
    pub first: Duration,
    /// Each pause is this many per cent of the one before.
    pub growth_percent: u32,
    /// No pause is longer, jitter included.
    pub cap: Duration,
}

impl Backoff {
    /// The pause after so many failed attempts, one at least; between half and all of the grown pause, so that phones
    /// that lost the network together do not come back together.
    pub fn pause(&self, failed_attempts: u32, entropy: &dyn Entropy) -> Duration {
        let grown = self.grown(failed_attempts);
        let half = grown / 2;
        let mut chance = [0; 2];
        entropy.fill(&mut chance);
        half + half * u32::from(u16::from_be_bytes(chance)) / u32::from(u16::MAX)
    }

    fn grown(&self, failed_attempts: u32) -> Duration {
        let mut pause = self.first.min(self.cap);
        for _ in 1..failed_attempts {
            if pause >= self.cap {
                break;
            }
            let next = pause.saturating_mul(self.growth_percent) / 100;
            // A growth of 100 % or less stays where it is.
            if next <= pause {
                break;
            }
            pause = next;
        }
        pause.min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;
    use proptest::prelude::*;

    use super::*;

    const PATIENCE: Backoff =
        Backoff { first: Duration::from_millis(700), growth_percent: 150, cap: Duration::from_secs(60) };

    proptest! {
        #[test]
        fn every_attempt_has_a_pause_within_the_cap(attempts in any::<u32>(), seed in any::<u64>()) {
            let pause = PATIENCE.pause(attempts, &SeededEntropy::new(seed));
            prop_assert!(pause <= PATIENCE.cap);
            prop_assert!(pause >= PATIENCE.first / 2);
        }

        #[test]
        fn patience_never_shrinks(attempts in 1..10_000_u32) {
            prop_assert!(PATIENCE.grown(attempts + 1) >= PATIENCE.grown(attempts));
        }
    }
}
