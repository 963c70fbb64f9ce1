//! The project's own commands behind `./x`: run it, test it, drill it, measure it.
//!
//! Nothing here knows the rules of alerts; it builds, starts, watches and stops the real programs. Each command is a
//! file of its own; what several need (places, words, children) stands beside them.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod binaries;
mod children;
mod command;
mod drill;
mod faults;
mod fuzz;
mod interface;
mod lab;
mod layers;
mod mobile;
mod places;
mod room;
mod run;
mod shots;
mod sim;
mod stopwatch;
mod test;
mod types;

/// The one command of this project.
#[derive(Debug, Parser)]
#[command(name = "./x", bin_name = "./x", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Start the control room and the phone on this machine.
    Run(run::Options),
    /// Everything that must hold, as continuous integration runs it.
    Test(test::Options),
    /// Build the release binaries into target/release.
    Build(binaries::Options),
    /// A drill through the real path: each receipt with its milliseconds.
    Drill(drill::Options),
    /// What anybody may send, searched for what breaks a promise.
    Fuzz(fuzz::Options),
    /// Figures beside a baseline: tap, door, ingest, bytes, delivery, fanout, hostile, start.
    Bench(bench::Options),
    /// Run a command on the phone's side of a poor network.
    Lab(lab::Options),
    /// Both brains in many worlds of virtual time that are out to lose an alert.
    Sim(sim::Options),
    /// Kill phone and room at every crash point, and at random under load: the long run.
    Faults(faults::Options),
    /// Check the Android and iOS side without the vendors' kits.
    Mobile(mobile::Options),
    /// Write the TypeScript types from the Rust ones.
    Types,
    /// Take the screenshots in docs/ again.
    Shots,
    /// Check who imports whom against deny.toml.
    Layers,
    /// Format the Rust code.
    Fmt,
}

fn main() -> ExitCode {
    let done = match Cli::parse().what {
        What::Run(options) => run::run(&options),
        What::Test(options) => return told(test::test(&options)),
        What::Build(options) => binaries::build(&options),
        What::Drill(options) => drill::drill(&options),
        What::Fuzz(options) => fuzz::fuzz(&options),
        What::Bench(options) => bench::bench(&options),
        What::Lab(options) => lab::lab(&options),
        What::Sim(options) => sim::sim(&options),
        What::Faults(options) => faults::faults(&options),
        What::Mobile(options) => mobile::mobile(&options),
        What::Types => types::write(),
        What::Shots => shots::take(),
        What::Layers => layers::check(),
        What::Fmt => command::cargo(["fmt", "--all"]).run(),
    };
    told(done.map(|()| ExitCode::SUCCESS))
}

fn told(done: anyhow::Result<ExitCode>) -> ExitCode {
    done.unwrap_or_else(|error| {
        eprintln!("x: {error:#}");
        ExitCode::FAILURE
    })
}
