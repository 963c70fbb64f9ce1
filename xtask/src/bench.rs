//! `./x bench NAME`: figures, each beside a baseline taken in the same run, always of the optimised programs.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::binaries::{self, Profile};
use crate::command::{call, cargo};
use crate::{interface, mobile, places};

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// What to measure.
    #[arg(value_enum)]
    name: Name,
    /// The figures as one JSON line, the last on standard output.
    #[arg(long)]
    json: bool,
    /// Options of this bench (see: ./x bench NAME -- --help).
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// From the tap to durable, beside a raw fdatasync.
    Tap,
    /// From raise() to durable through Kotlin on a Java machine, beside the core itself.
    Door,
    /// Alerts per second into the room, beside plain inserts.
    Ingest,
    /// Bytes on the wire, beside plain JSON over HTTPS.
    Bytes,
    /// From the call of raise() to the room over poor networks, beside plain HTTPS and MQTT; simulated without root.
    Delivery,
    /// From a commit to every console.
    Fanout,
    /// Known devices' alerts while somebody floods the room, beside the same in quiet.
    Hostile,
    /// Until the window's button is armed, beside an empty window.
    Start,
}

/// `./x bench`.
pub(crate) fn bench(options: &Options) -> Result<()> {
    if options.name == Name::Start {
        return start(options);
    }
    // That of the door starts no program of ours.
    if options.name != Name::Door {
        binaries::programs(Profile::Release, false)?;
    }
    cargo(["build", "--release", "-p", "hifazat-bench"]).run().context("building the benches")?;
    if options.name == Name::Door {
        mobile::compiler().run().context("bringing the Kotlin compiler")?;
        let library = cargo(["build", "--release", "-p", "hifazat-phone-native", "--example", "hifazat_app"]);
        library.run().context("building the door")?;
    }
    let program = places::target().join("release/hifazat-bench");
    let name = options.name.to_possible_value().context("every bench has a name")?;
    let mut measure = call(program, [name.get_name()]);
    if options.json {
        measure = measure.arg("--json");
    }
    // It takes our place, so that Ctrl-C is between it and the person, and it ends what it has started.
    let error = measure.args(&options.rest).into_inner().exec();
    Err(error).context("starting the bench")
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn read(line: &str) -> Options {
        Line::try_parse_from(line.split(' ')).unwrap().options
    }

    #[test]
    fn the_options_of_a_bench_stand_behind_its_name() {
        let ours = read("bench tap --json");
        assert_eq!((ours.json, ours.rest.len()), (true, 0));
        let its = read("bench delivery --profile brief --runs 3 --json");
        assert_eq!(its.rest, ["--profile", "brief", "--runs", "3", "--json"]);
        assert_eq!(read("bench ingest --json -- --alerts 5").rest, ["--alerts", "5"]);
        assert_eq!(read("bench ingest -- --help").rest, ["--help"]);
    }
}
