//! How much of something is let through: so much at once, and so much again as time passes.

use std::time::Duration;

/// `burst` at once, and `per_second` again each second.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Comes back each second; at least one.
    pub per_second: u32,
    /// May be spent at once.
    pub burst: u32,
}

/// An allowance and how far it is spent, by a clock's [`elapsed`](crate::Clock::elapsed).
#[derive(Clone, Copy, Debug)]
pub struct Meter {
    allowance: Allowance,
    /// Until when it is spent: each use moves it on by the share of a second that it costs.
    spent_until: Duration,
}

impl Meter {
    /// A full one.
    #[must_use]
    pub const fn new(allowance: Allowance, now: Duration) -> Self {
        Self { allowance, spent_until: now }
    }

    /// Spends one; `false` when there is none left.
    pub fn spend(&mut self, now: Duration) -> bool {
        let next = self.spent_until.max(now).saturating_add(self.share());
        let left = next <= now.saturating_add(self.share().saturating_mul(self.allowance.burst));
        if left {
            self.spent_until = next;
        }
        left
    }

    fn share(&self) -> Duration {
        Duration::from_secs(1) / self.allowance.per_second.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_gets_its_burst_and_then_its_share_of_each_second() {
        let mut meter = Meter::new(Allowance { per_second: 50, burst: 500 }, Duration::ZERO);
        let passed = |ms: u64| (0..20).filter(|_| meter.spend(Duration::from_millis(ms))).count();
        let entered: usize = (0..20_000).map(passed).sum();
        assert!((1_490..=1_510).contains(&entered), "{entered} of 400,000 in 20 s");
    }
}
