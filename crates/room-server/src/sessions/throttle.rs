//! Patience with those who guess passwords: the wait doubles with each failure, per seat and per address.
//!
//! A seat is never locked for good: whoever guesses must not be able to keep an operator out of the room in the night
//! it matters. So the wait has a ceiling; and since whoever guesses may be quicker each time it is over, the wait of the whole
//! seat does not hold where the seat has signed in before.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use hifazat_protocol::UnixMillis;

const FORGET_AFTER_MS: i64 = 15 * 60 * 1000;
const MOST_KEYS: usize = 10_000;

/// How many failures are free, and how long the wait grows.
#[derive(Clone, Copy, Debug)]
struct Patience {
    free: u32,
    first_ms: i64,
    ceiling_ms: i64,
}

/// One seat from one address: somebody guesses, or an operator has forgotten.
const PER_PAIR: Patience = Patience { free: 4, first_ms: 1_000, ceiling_ms: 60_000 };
/// One seat from anywhere, and one address at any seat: a whole room may share one, so both get more free failures and
/// a lower ceiling.
const PER_SEAT: Patience = Patience { free: 19, first_ms: 1_000, ceiling_ms: 15_000 };
const PER_ADDRESS: Patience = Patience { free: 29, first_ms: 1_000, ceiling_ms: 15_000 };

/// Counts failures.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<Failures>,
}

#[derive(Debug, Default)]
struct Failures {
    pairs: HashMap<(String, IpAddr), Streak>,
    seats: HashMap<String, Streak>,
    addresses: HashMap<IpAddr, Streak>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Streak {
    count: u32,
    last_ms: i64,
}

impl Throttle {
    /// Asks leave for one attempt, and counts it as failed until [`Throttle::forgive`] says otherwise: attempts made
    /// at the same moment must not share one leave. `familiar`: the seat has signed in from this address before.
    ///
    /// # Errors
    /// How many milliseconds to wait.
    pub(crate) fn attempt(&self, seat: &str, address: IpAddr, familiar: bool, now: UnixMillis) -> Result<(), i64> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let seat = seat.to_lowercase();
        let pair = (seat.clone(), address);
        let waits = [
            wait_ms(&failures.pairs, &pair, PER_PAIR, now),
            if familiar { 0 } else { wait_ms(&failures.seats, &seat, PER_SEAT, now) },
            wait_ms(&failures.addresses, &address, PER_ADDRESS, now),
        ];
        if let Some(wait) = waits.into_iter().max().filter(|wait| *wait > 0) {
            return Err(wait);
        }
        count(&mut failures.pairs, pair, now);
        count(&mut failures.seats, seat, now);
        count(&mut failures.addresses, address, now);
        Ok(())
    }

    /// The attempt was right: the seat starts afresh, and the address gets this attempt back.
    pub(crate) fn forgive(&self, seat: &str, address: IpAddr) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let seat = seat.to_lowercase();
        failures.seats.remove(&seat);
        failures.pairs.remove(&(seat, address));
        if let Some(streak) = failures.addresses.get_mut(&address) {
            streak.count = streak.count.saturating_sub(1);
        }
    }
}

fn wait_ms<K: Hash + Eq>(streaks: &HashMap<K, Streak>, key: &K, patience: Patience, now: UnixMillis) -> i64 {
    let Some(streak) = streaks.get(key).filter(|streak| streak.counts(now)) else { return 0 };
    let Some(over) = streak.count.checked_sub(patience.free) else { return 0 };
    let pause = patience.first_ms.saturating_mul(1 << over.min(16)).min(patience.ceiling_ms);
    (streak.last_ms + pause - now.0).clamp(0, patience.ceiling_ms)
}

impl Streak {
    /// Neither too long ago nor in a future that a clock since set right has taken back: nobody is locked out till then.
    fn counts(&self, now: UnixMillis) -> bool {
        (0..FORGET_AFTER_MS).contains(&now.0.saturating_sub(self.last_ms))
    }
}

fn count<K: Clone + Hash + Eq>(streaks: &mut HashMap<K, Streak>, key: K, now: UnixMillis) {
    if streaks.len() >= MOST_KEYS {
        streaks.retain(|_, streak| streak.counts(now));
    }
    // Names and addresses may be invented: whoever failed often stays, and of the others the last.
    if streaks.len() >= MOST_KEYS
        && !streaks.contains_key(&key)
        && let Some(least) = streaks.iter().min_by_key(|(_, streak)| (streak.count, streak.last_ms)).map(|(key, _)| key)
    {
        let least = least.clone();
        streaks.remove(&least);
    }
    let streak = streaks.entry(key).or_default();
    if !streak.counts(now) {
        streak.count = 0;
    }
    streak.count = streak.count.saturating_add(1);
    streak.last_ms = now.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn the_wait_doubles_up_to_a_minute_and_a_right_password_ends_it() {
        let throttle = Throttle::default();
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..20 {
            match throttle.attempt("Desk-1", HERE, false, UnixMillis(now)) {
                Ok(()) => {}
                Err(wait) => {
                    waits.push(wait);
                    now += wait;
                    throttle.attempt("desk-1", HERE, false, UnixMillis(now)).unwrap();
                }
            }
        }
        assert_eq!(&waits[..4], [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(waits.iter().max(), Some(&60_000));
        throttle.forgive("desk-1", HERE);
        assert!(throttle.attempt("desk-1", HERE, false, UnixMillis(now + 15_000)).is_ok());
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let throttle = Throttle::default();
        let year_ms = 365 * 86_400_000;
        while throttle.attempt("desk-1", HERE, false, UnixMillis(year_ms)).is_ok() {}
        throttle.attempt("desk-1", HERE, false, UnixMillis(0)).unwrap();
        throttle.attempt("desk-1", HERE, false, UnixMillis(1)).unwrap();
    }

    #[test]
    fn whoever_guesses_from_elsewhere_keeps_no_seat_out_of_where_it_has_signed_in() {
        let throttle = Throttle::default();
        for night in 0..2_000_u32 {
            let now = UnixMillis(i64::from(night) * 5_000);
            // One of many addresses of his, as soon as the wait is over.
            let his = IpAddr::from([198, 51, 100, u8::try_from(night % 250).unwrap()]);
            _ = throttle.attempt("desk-1", his, false, now);
        }
        let morning = UnixMillis(2_000 * 5_000 - 4_000);
        assert!(throttle.attempt("desk-1", HERE, false, morning).is_err(), "the seat has to wait");
        assert!(throttle.attempt("desk-1", HERE, true, morning).is_ok(), "but not where it is at home");
        let guesses = (0..10).filter(|_| throttle.attempt("desk-1", HERE, true, morning).is_ok());
        assert!(guesses.count() < 5, "who guesses there waits as everybody does");
    }

    #[test]
    fn invented_names_do_not_make_a_seats_failures_forgotten() {
        let throttle = Throttle::default();
        let at = |n: u32| IpAddr::from(n.to_be_bytes());
        while throttle.attempt("desk-1", at(0), false, UnixMillis(0)).is_ok() {}
        let (before, _) = throttle.streaks("desk-1");
        for n in 1..12_000 {
            throttle.attempt(&format!("seat-{n}"), at(n), false, UnixMillis(1)).unwrap();
        }
        assert_eq!(throttle.streaks("desk-1"), (before, MOST_KEYS));
    }

    impl Throttle {
        /// How often the seat failed, and how many seats are counted.
        fn streaks(&self, seat: &str) -> (u32, usize) {
            let failures = self.failures.lock().unwrap();
            (failures.seats.get(seat).map_or(0, |streak| streak.count), failures.seats.len())
        }
    }

    #[test]
    fn an_address_that_tries_many_seats_waits_too() {
        let throttle = Throttle::default();
        let refused = (0..50).filter(|n| throttle.attempt(&format!("seat-{n}"), HERE, false, UnixMillis(5)).is_err());
        assert!(refused.count() >= 20);
    }
}
