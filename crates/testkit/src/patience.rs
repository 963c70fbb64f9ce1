//! Waiting for something itself, with a deadline; never for a while and then hoping.

use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};
use hifazat_time::{Clock, SystemClock};

/// Long enough for a loaded machine with two cores; a test that needs it all is broken, not slow.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

/// Asks until there is an answer; says what was waited for when none came.
///
/// # Errors
/// When the deadline passes, or the question itself fails.
pub fn eventually<T>(what: &str, ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    eventually_within(PATIENCE, what, ask)
}

/// [`eventually`] with a deadline of its own.
///
/// # Errors
/// As [`eventually`].
pub fn eventually_within<T>(limit: Duration, what: &str, mut ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = SystemClock.elapsed();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if SystemClock.elapsed().saturating_sub(begun) > limit {
            bail!("not within {} s: {what}", limit.as_secs());
        }
        thread::sleep(LOOK);
    }
}

/// Lets real time pass. For what has no sign to wait for: the moment before a kill, a silence that must hold.
pub fn pause(time: Duration) {
    thread::sleep(time);
}
