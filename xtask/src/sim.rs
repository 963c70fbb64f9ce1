//! `./x sim`: both brains in many worlds of virtual time (docs/simulation.md).

use anyhow::{Context, Result};

use crate::command::{call, cargo};
use crate::places;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// --seeds N [--from S] for many, --seed S [--trace] for one, --json (more: ./x sim -- --help).
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// `./x sim`.
pub(crate) fn sim(options: &Options) -> Result<()> {
    cargo(["build", "-q", "-p", "hifazat-simulation"]).run().context("building the simulation")?;
    call(places::target().join("debug/hifazat-simulation"), &options.rest).speak()
}
