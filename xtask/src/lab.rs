//! `./x lab PROFILE -- COMMAND…`: any command on the phone's side of a poor network (docs/lab.md).

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use rustix::process::geteuid;

use crate::command::cargo;
use crate::places;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The network: good4g, edge, lossy3g, verybad, brief, holes, udp-blocked, nat-rebind, portal, unruly.
    profile: String,
    /// Repeats the luck of this seed [default: by chance, and told].
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// What runs there. It reaches this machine, and nothing else, at $LAB_ROOM.
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// `./x lab`. Returns only when it cannot begin: the laboratory takes our place, so that Ctrl-C, the terminal and the
/// exit code are between it and the person.
pub(crate) fn lab(options: &Options) -> Result<()> {
    cargo(["build", "-q", "-p", "hifazat-netlab"]).run().context("building the laboratory")?;
    let program = places::target().join("debug/hifazat-lab");
    // Only the laboratory itself: what a root cargo built, nobody else could build again.
    ensure!(
        geteuid().is_root(),
        "the laboratory makes network devices, which needs root. It is built; start it so:\n  \
         sudo {} PROFILE [--seed N] -- COMMAND",
        program.display()
    );
    let mut laboratory = Command::new(program);
    laboratory.arg(&options.profile);
    if let Some(seed) = options.seed {
        laboratory.args(["--seed", &seed.to_string()]);
    }
    // In the folder where it was asked for, unlike our other commands.
    let error = laboratory.arg("--").args(&options.command).exec();
    Err(error).context("starting the laboratory")
}
