//! `./x test`: every check in order, a line and its seconds for each, one sum at the end.
//!
//! The workspace is built once, with everything on, and each later step finds it built: see `steps`. What a step
//! wrote is in target/x/STEP.log; on the screen it appears only when the step fails.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Result;

use crate::children::Interrupt;
use crate::stopwatch::Stopwatch;

mod count;
mod steps;
mod watched;

use count::Count;
use steps::{STEPS, Step};
use watched::Watch;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// One step only (it may need what an earlier one builds, and then builds that itself). May be given again.
    #[arg(long, value_name = "STEP", value_parser = named)]
    only: Vec<&'static Step>,
    /// Go on after a step that failed, to see all that is wrong.
    #[arg(long)]
    keep_going: bool,
}

fn named(name: &str) -> Result<&'static Step, String> {
    let known = || STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
    STEPS.iter().find(|step| step.name == name).ok_or_else(|| format!("the steps are: {}", known()))
}

/// `./x test`.
pub(crate) fn test(options: &Options) -> Result<ExitCode> {
    let begun = Stopwatch::start();
    let chosen = if options.only.is_empty() { STEPS.iter().collect() } else { options.only.clone() };
    let watch = Watch { live: std::io::stdout().is_terminal(), interrupt: Interrupt::listen()? };
    let mut sum = Count::default();
    let mut failed = Vec::new();
    let mut left = chosen.into_iter();
    for step in left.by_ref() {
        let done = watched::run(step, &watch)?;
        sum = sum + done.count;
        if !done.succeeded {
            failed.push(step.name);
            if !options.keep_going {
                break;
            }
        }
    }
    let not_run = left.map(|step| step.name).collect::<Vec<_>>();

    println!();
    if !failed.is_empty() {
        println!("failed: {}   (again, alone: ./x test --only {})", failed.join(", "), failed.join(" --only "));
    }
    if !not_run.is_empty() {
        println!("not run after that: {}", not_run.join(", "));
    }
    println!("{} s in all", begun.elapsed().as_secs());
    println!("{sum}");
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
