//! One run: a seed's operations, then the end.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use hifazat_netlab::profile;

use crate::failure::{Failure, NOTHING_PANICS};
use crate::generate::steps_of;
use crate::op::Step;
use crate::phone::Ways;
use crate::world::World;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Of everything that happened: equal runs have equal hashes.
    pub trace: u64,
    /// Virtual time.
    pub lasted: Duration,
    /// Alerts that were raised.
    pub alerts: usize,
    /// Drills that a desk took for alarms.
    pub mistaken: usize,
}

/// Runs a seed.
///
/// # Errors
/// [`Failure`]: something that must hold did not.
pub fn run_seed(seed: u64) -> Result<Run, Failure> {
    run(seed, &steps_of(seed), false)
}

/// Runs these operations in the world of a seed; `aloud` prints everything that happens on standard error.
///
/// # Errors
/// [`Failure`]: something that must hold did not.
pub fn run(seed: u64, steps: &[Step], aloud: bool) -> Result<Run, Failure> {
    let ran = catch_unwind(AssertUnwindSafe(|| play(seed, steps, aloud)));
    ran.unwrap_or_else(|panic| Err(Failure { invariant: NOTHING_PANICS, detail: words(&*panic), at: Duration::ZERO }))
}

fn play(seed: u64, steps: &[Step], aloud: bool) -> Result<Run, Failure> {
    let Some(good) = profile("good4g") else { return Err(Failure::of_the_world(&anyhow::anyhow!("no network"))) };
    let mut world = World::new(seed, good, Ways::ALL, aloud).map_err(|error| Failure::of_the_world(&error))?;
    for step in steps {
        world.perform(step)?;
    }
    world.end()?;
    let (lasted, alerts, mistaken) = (world.time.now(), world.book.alarms(), world.book.mistaken());
    Ok(Run { trace: world.trace.hash(), lasted, alerts, mistaken })
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
