//! How often a point kills, and at which of its times.

use std::str::FromStr;

use anyhow::{Context, Result, ensure};
use hifazat_crash_points::Point;

/// At each point, unless `HIFAZAT_KILLS` says otherwise.
const FEW: usize = 2;

/// So often in a row a point may be passed by: what comes by datagram may have come by HTTPS already.
const BY_CHANCE: u32 = 10;

/// How often each point kills.
pub(crate) fn wanted() -> Result<usize> {
    told("HIFAZAT_KILLS", FEW)
}

/// A number from the environment.
pub(crate) fn told<T: FromStr>(name: &str, otherwise: T) -> Result<T> {
    match std::env::var(name) {
        Ok(number) => number.parse().ok().with_context(|| format!("{name} is no number")),
        Err(_) => Ok(otherwise),
    }
}

/// Kills at the first time that the program comes to the point, then at the second, until it gets through or `most` is
/// reached; then at the first again. `attempt` is told the value of `FAILPOINTS` and answers whether it killed.
pub(crate) fn at(point: Point, most: u32, mut attempt: impl FnMut(String) -> Result<bool>) -> Result<()> {
    let (wanted, mut killed, mut time, mut passed) = (wanted()?, 0, 1, 0);
    while killed < wanted {
        let died = attempt(point.at(time)).with_context(|| format!("FAILPOINTS='{}'", point.at(time)))?;
        if died {
            killed += 1;
        }
        passed = if died || time > 1 { 0 } else { passed + 1 };
        ensure!(passed < BY_CHANCE, "{} was not reached; are the programs built with their points?", point.name());
        time = if died && time < most { time + 1 } else { 1 };
    }
    eprintln!("{killed} × {}", point.name());
    Ok(())
}
