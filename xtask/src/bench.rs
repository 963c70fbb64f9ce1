//! `./x bench NAME`: figures, each beside a baseline taken in the same run, always of the optimised programs.

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::binaries::{self, Profile};
use crate::command::{call, cargo};
use crate::{interface, places};

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
    /// Bytes on the wire, beside plain JSON over HTTPS.
    Bytes,
    /// From a commit to every console.
    Fanout,
    /// Until the window's button is armed, beside an empty window.
    Start,
}

/// `./x bench`.
pub(crate) fn bench(options: &Options) -> Result<()> {
    if options.name == Name::Start {
        return start(options);
    }
    binaries::programs(Profile::Release, false)?;
    cargo(["build", "--release", "-p", "hifazat-bench"]).run().context("building the benches")?;
    let program = places::target().join("release/hifazat-bench");
    let name = options.name.to_possible_value().context("every bench has a name")?;
    let mut measure = call(program, [name.get_name()]);
    if options.json {
        measure = measure.arg("--json");
    }
    measure.args(&options.rest).speak()
}

/// Windows are measured by the script that drives them. One build makes the phone's window and the empty one, so that
/// both come from the same Tauri.
fn start(options: &Options) -> Result<()> {
    interface::build()?;
    let packages = ["-p", "hifazat-room-server", "-p", "hifazat-phone-cli", "-p", "hifazat-app"];
    let windows = cargo(["build", "--release"]).args(packages).args(["--bins", "--example", "empty_window"]);
    windows.run().context("building the windows")?;
    let mut measure = call("node", [places::root().join("tests/windows/start.mjs")]);
    if options.json {
        measure = measure.arg("--json");
    }
    measure.env("HIFAZAT_PROGRAMS", places::target().join("release")).args(&options.rest).speak()
}
