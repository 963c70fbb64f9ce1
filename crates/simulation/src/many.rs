//! Many seeds over all cores, until one fails.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::failure::Failure;
use crate::run::run_seed;

/// A seed that failed.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which.
    pub seed: u64,
    /// How.
    pub failure: Failure,
}

/// Runs the seeds from `from` on; stops at a failure, and gives that of the least seed. `told` hears how many have ended.
pub fn run_many(from: u64, count: u64, told: impl Fn(u64) + Sync) -> Option<Found> {
    let (next, ended) = (AtomicU64::new(0), AtomicU64::new(0));
    let found: Mutex<Option<Found>> = Mutex::new(None);
    let work = || {
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= count || found.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
                return;
            }
            let seed = from.wrapping_add(nth);
            if let Err(failure) = run_seed(seed) {
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                if found.as_ref().is_none_or(|other| seed < other.seed) {
                    *found = Some(Found { seed, failure });
                }
            }
            told(ended.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(2, usize::from);
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}
