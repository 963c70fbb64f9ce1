//! `./x faults`: the long run of the kills that `./x test` does few of.

use anyhow::{Context, Result};

use crate::command::{Call, cargo};
use crate::stopwatch::Stopwatch;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Kill phone and room so often at each crash point; 0: not at all.
    #[arg(long, value_name = "N", default_value_t = 50)]
    kills: u32,
    /// Kill them so often at random moments under load; 0: not at all.
    #[arg(long, value_name = "N", default_value_t = 500)]
    random: u32,
    /// Begin the random kills with this seed; each round of fifty takes the next.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Together, so that the programs are built with their crash points, which only the tests ask for.
const PACKAGES: [&str; 6] = ["-p", "hifazat-tests", "-p", "hifazat-room-server", "-p", "hifazat-phone-cli"];
const UNDER_LOAD: &str = "under_load::";

/// `./x faults`.
pub(crate) fn faults(options: &Options) -> Result<()> {
    let begun = Stopwatch::start();
    eprintln!("x: building the programs with their crash points (the first time takes minutes)…");
    let build = cargo(["build", "--bins", "--test", "crash_points"]).args(PACKAGES);
    build.run().context("building the programs")?;
    if options.kills > 0 {
        let kills = tests(&["--skip", UNDER_LOAD]).env("HIFAZAT_KILLS", options.kills.to_string());
        kills.run().context("a kill at a crash point did harm")?;
        eprintln!("x: every crash point × {}, after {} min", options.kills, begun.elapsed().as_secs() / 60);
    }
    if options.random > 0 {
        let seed = options.seed.to_string();
        let random = tests(&[UNDER_LOAD]).env("HIFAZAT_RANDOM_KILLS", options.random.to_string());
        let random = random.env("HIFAZAT_SEED", &seed).run();
        random.with_context(|| format!("a random kill did harm: --random {} --seed {seed}", options.random))?;
        eprintln!(
            "x: {} random kills from seed {seed} on, after {} min",
            options.random,
            begun.elapsed().as_secs() / 60
        );
    }
    Ok(())
}

fn tests(which: &[&str]) -> Call {
    cargo(["test", "-q", "--test", "crash_points"]).args(PACKAGES).args(["--", "--nocapture"]).args(which)
}
