//! From a long list of operations that fails to a short one that fails in the same way.

use crate::failure::Failure;
use crate::op::Step;
use crate::run::run;

/// Leaves out whatever can be left out: halves first, single operations last, until nothing can.
#[must_use]
pub fn shrink(seed: u64, steps: Vec<Step>, failure: Failure) -> (Vec<Step>, Failure) {
    let mut best = (steps, failure);
    let mut size = best.0.len().div_ceil(2);
    while size > 0 {
        let before = best.0.len();
        let mut from = 0;
        while from < best.0.len() {
            let shorter = without(&best.0, from, size);
            match run(seed, &shorter, false) {
                Err(failure) if failure.invariant == best.1.invariant => best = (shorter, failure),
                Err(_) | Ok(_) => from += size,
            }
        }
        let shrank = best.0.len() < before;
        size = if size == 1 && shrank { 1 } else { size / 2 };
    }
    best
}

fn without(steps: &[Step], from: usize, count: usize) -> Vec<Step> {
    let until = from.saturating_add(count);
    steps
        .iter()
        .enumerate()
        .filter(|(place, _)| *place < from || *place >= until)
        .map(|(_, step)| step.clone())
        .collect()
}
