//! How many bytes a live alert may cost after its raise: a budget for any hour, over all paths.
//!
//! Counted is what updates and questions cost on the wire, for every attempt and every path, by the path's own estimate of
//! what one that begins now will take ([`Path::overhead_bytes`](crate::Path::overhead_bytes),
//! [`Path::question_bytes`](crate::Path::question_bytes)). What reached nobody counts as a few lost packets, or a long
//! outage would use up what its end needs. The raise and a cancel are never asked; the first place and the last word are
//! counted, but do not wait.
//!
//! Everything paid in the last hour is remembered, so no hour costs more, wherever it begins. While most of the budget is
//! left nothing waits; then each kind keeps a distance that grows as the rest shrinks, the current position the shortest.
//! A question is put the latest, and leaves a tenth of the budget to the positions. While a word is expected any moment it keeps
//! no distance until such questions have cost a third of the hour: many alerts at once must not silence each other.

use std::collections::VecDeque;
use std::time::Duration;

/// What a live alert may cost in any hour after its raise, in bytes, unless [`set`](crate::Phone::set_track_budget) otherwise.
pub const TRACK_BYTES_PER_HOUR: u32 = 150_000;
/// What the clips of all alerts may cost in any hour, in bytes, beside that: two of the longest, some pieces of them twice.
pub(crate) const CLIP_BYTES_PER_HOUR: u32 = 500_000;
/// Less would silence the track, more than this is no budget.
pub const TRACK_BYTES_BOUNDS: std::ops::RangeInclusive<u32> = 30_000..=10_000_000;
/// What an attempt is worth that reached nobody: mostly there was no network, and nothing was sent.
const KNOCK_BYTES: u64 = 100;
const HOUR: Duration = Duration::from_secs(3_600);
/// What is left has to last until what was paid first comes back, and for so long beyond.
const BEYOND: Duration = Duration::from_secs(15 * 60);
/// But not for longer than this: what happens soon after the alarm says the most.
const FORESIGHT: Duration = Duration::from_secs(30 * 60);

/// What was paid in the last hour.
#[derive(Debug)]
pub(crate) struct Budget {
    per_hour: u64,
    paid: VecDeque<Payment>,
    /// Numbers the payments.
    count: u64,
}

/// What one attempt costs over the paths that begin it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fare {
    paths: u64,
    overhead: u64,
}

/// For what is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// The current position.
    Current,
    /// Older updates.
    Backlog,
    /// A question while a word is expected any moment.
    Awaited,
    /// A question later on.
    Question,
}

/// A payment, to be taken back if the attempt reaches nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paid(u64);

#[derive(Debug)]
struct Payment {
    number: Paid,
    share: Share,
    bytes: u64,
    at: Duration,
    /// Nobody was reached.
    in_vain: bool,
}

impl Share {
    /// Alone it would use what is left in so many times the time for which that has to last.
    const fn stretch(self) -> u32 {
        match self {
            Self::Current | Self::Awaited => 1,
            Self::Backlog => 2,
            Self::Question => 4,
        }
    }

    /// With so many quarters of the budget left it does not wait.
    const fn free_quarters(self) -> u64 {
        match self {
            Self::Current | Self::Question => 3,
            Self::Backlog => 2,
            Self::Awaited => 4,
        }
    }

    /// How much has to be left for one that costs so much, so that the current position beside it finds its own.
    const fn needs(self, cost: u64, per_hour: u64) -> u64 {
        match self {
            Self::Current => cost,
            Self::Backlog => cost.saturating_mul(2),
            Self::Awaited | Self::Question => cost.saturating_add(per_hour / 10),
        }
    }
}

impl Fare {
    /// Over paths of which each lays so much around an envelope.
    pub(crate) fn over(overheads: impl Iterator<Item = u64>) -> Self {
        let none = Self { paths: 0, overhead: 0 };
        overheads.fold(none, |fare, more| Self {
            paths: fare.paths.saturating_add(1),
            overhead: fare.overhead.saturating_add(more),
        })
    }

    /// For an envelope of so many bytes.
    pub(crate) fn of(self, envelope_bytes: usize) -> u64 {
        let envelope = u64::try_from(envelope_bytes).unwrap_or(u64::MAX);
        self.paths.saturating_mul(envelope).saturating_add(self.overhead)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self { per_hour: u64::from(TRACK_BYTES_PER_HOUR), paid: VecDeque::new(), count: 0 }
    }
}

impl Budget {
    /// From now on so many bytes an hour. What is paid stays paid.
    pub(crate) fn set_per_hour(&mut self, bytes: u32) {
        self.per_hour = u64::from(bytes);
    }

    /// How long what costs so much has to wait.
    pub(crate) fn pause_before(&self, share: Share, cost: u64, now: Duration) -> Duration {
        let needed = share.needs(cost, self.per_hour);
        self.until_enough_is_left(needed, now).max(self.distance_left(share, cost, now))
    }

    /// An attempt begins.
    pub(crate) fn pay(&mut self, share: Share, bytes: u64, now: Duration) -> Paid {
        while self.paid.front().is_some_and(|payment| payment.is_over(now)) {
            self.paid.pop_front();
        }
        self.count = self.count.wrapping_add(1);
        let number = Paid(self.count);
        self.paid.push_back(Payment { number, share, bytes, at: now, in_vain: false });
        number
    }

    /// Another path joins the attempt.
    pub(crate) fn pay_more(&mut self, paid: Paid, bytes: u64) {
        if let Some(payment) = self.paid.iter_mut().find(|payment| payment.number == paid) {
            payment.bytes = payment.bytes.saturating_add(bytes);
        }
    }

    /// The attempt reached nobody.
    pub(crate) fn reached_nobody(&mut self, paid: Paid) {
        if let Some(payment) = self.paid.iter_mut().find(|payment| payment.number == paid) {
            payment.bytes = payment.bytes.min(KNOCK_BYTES);
            payment.in_vain = true;
        }
    }

    fn left(&self, now: Duration) -> u64 {
        let counts = self.paid.iter().filter(|payment| !payment.is_over(now));
        counts.fold(self.per_hour, |left, payment| left.saturating_sub(payment.bytes))
    }

    fn spent_on(&self, share: Share, now: Duration) -> u64 {
        let counts = self.paid.iter().filter(|payment| payment.share == share && !payment.is_over(now));
        counts.fold(0, |spent, payment| spent.saturating_add(payment.bytes))
    }

    /// Until so much of the last hour has passed that the cost fits.
    fn until_enough_is_left(&self, cost: u64, now: Duration) -> Duration {
        let cost = cost.min(self.per_hour);
        let enough = |wait: &Duration| self.left(now.saturating_add(*wait)) >= cost;
        let ends = self.paid.iter().map(|payment| payment.at.saturating_add(HOUR).saturating_sub(now));
        std::iter::once(Duration::ZERO).chain(ends).find(enough).unwrap_or(HOUR)
    }

    /// What is missing of the distance from the last one of its kind.
    fn distance_left(&self, share: Share, cost: u64, now: Duration) -> Duration {
        let left = self.left(now);
        let is_early = left.saturating_mul(4) >= self.per_hour.saturating_mul(share.free_quarters());
        if is_early || (share == Share::Awaited && self.spent_on(share, now) < self.per_hour / 3) {
            return Duration::ZERO;
        }
        let before = self.paid.iter().rev().find(|payment| payment.share == share && !payment.in_vain);
        let Some(before) = before else { return Duration::ZERO };
        let first = self.paid.iter().find(|payment| !payment.is_over(now));
        let lasts =
            HOUR.saturating_sub(first.map_or(HOUR, |first| now.saturating_sub(first.at))).saturating_add(BEYOND);
        let lasts = lasts.min(FORESIGHT);
        let horizon_ms = u64::try_from(lasts.saturating_mul(share.stretch()).as_millis()).unwrap_or(u64::MAX);
        let distance = Duration::from_millis(cost.saturating_mul(horizon_ms) / left.max(1));
        distance.min(HOUR).saturating_sub(now.saturating_sub(before.at))
    }
}

impl Payment {
    fn is_over(&self, now: Duration) -> bool {
        now.saturating_sub(self.at) >= HOUR
    }
}

#[cfg(test)]
#[path = "budget/tests.rs"]
mod tests;
