//! `./x bench NAME`: figures, each beside a baseline taken in the same run, always of the optimised programs.

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::binaries::{self, Profile};
use crate::command::cargo;
use crate::places;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to measure.
    #[arg(value_enum)]
    name: Name,
    /// The figures as one JSON line, the last on standard output.
    #[arg(long)]
    json: bool,
    /// Options of this bench (see: ./x bench NAME -- --help).
    #[arg(last = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// From the tap to durable, beside a raw fdatasync.
    Tap,
    /// Alerts per second into the room, beside plain inserts.
    Ingest,
    /// From a commit to every console.
    Fanout,
    /// Until the window's button is armed, beside an empty window.
    Start,
}

/// `./x bench`.
pub(crate) fn bench(options: &Options) -> Result<()> {
    let window = options.name == Name::Start;
    binaries::programs(Profile::Release, window)?;
    cargo(["build", "--release", "-p", "hifazat-bench"]).run().context("building the benches")?;
    let program = places::target().join("release/hifazat-bench");
    let name = options.name.to_possible_value().context("every bench has a name")?;
    let mut call = crate::command::call(program, [name.get_name()]);
    if options.json {
        call = call.arg("--json");
    }
    call.args(&options.rest).speak()
}
