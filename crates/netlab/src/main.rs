//! `hifazat-lab PROFILE -- COMMAND…`: a command on the phone's side of a poor network. What `./x lab` starts.

use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io::IsTerminal;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitCode, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use hifazat_netlab::{Lab, PROFILES, Profile, profile};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// How often we look.
const LOOK: Duration = Duration::from_millis(20);
/// How long a command may take to end by itself after Ctrl-C.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is told how things go.
const PROGRESS: Duration = Duration::from_secs(10);

/// Runs a command on the phone's side of a poor network; the room's side is this machine.
#[derive(Debug, Parser)]
#[command(name = "hifazat-lab")]
struct Cli {
    /// The network.
    #[arg(value_parser = known, value_name = "PROFILE")]
    profile: &'static Profile,
    /// Repeats the run of this seed [default: by chance].
    #[arg(long)]
    seed: Option<u64>,
    /// What runs there.
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

fn known(name: &str) -> Result<&'static Profile, String> {
    let names = || PROFILES.iter().map(|profile| profile.name).collect::<Vec<_>>().join(", ");
    profile(name).ok_or_else(|| format!("the networks are {}", names()))
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("lab: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<u8> {
    let interrupted = listen()?;
    // Short enough to be typed.
    let seed = cli.seed.unwrap_or_else(|| RandomState::new().hash_one(()) % 1_000_000);
    let lab = Lab::open(cli.profile, seed)?;
    eprintln!("lab: {}: {}; repeat with --seed {seed}", lab.profile().name, lab.profile().says);
    eprintln!("lab: this machine is {} from inside ($LAB_ROOM), the inside is {}", lab.room(), lab.phone());
    let status = obey(cli, &lab, &interrupted)?;
    eprintln!("lab: seed {seed}, {} s\n{}", lab.elapsed().as_secs(), lab.tally());
    let late = lab.lateness();
    if let Some(mean) = late.mean() {
        eprintln!("lab: this machine was late by {mean:.1?} per packet, {:.1?} at the worst", late.worst);
    }
    if let Some(failure) = lab.failure() {
        anyhow::bail!("packets were no longer carried: {failure}");
    }
    Ok(code(status))
}

fn listen() -> Result<Arc<AtomicBool>> {
    let noted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&noted)).context("listening for signals")?;
    }
    Ok(noted)
}

/// Runs the command to its end, or ends it when we are asked to end.
fn obey(cli: &Cli, lab: &Lab, interrupted: &AtomicBool) -> Result<ExitStatus> {
    let (program, words) = cli.command.split_first().context("no command")?;
    let mut child = lab.phone_command(program).args(words).spawn().context("starting the command")?;
    // Whoever types into the command does not want to read in between.
    let tell = !std::io::stdin().is_terminal();
    let mut told = lab.elapsed();
    while !interrupted.load(Ordering::Relaxed) {
        if let Some(status) = child.try_wait().context("looking after the command")? {
            return Ok(status);
        }
        if tell && lab.elapsed() >= told + PROGRESS {
            told = lab.elapsed();
            let (up, down) = (lab.tally().to_room, lab.tally().to_phone);
            eprintln!(
                "lab: {} s, {} of {} packets arrived at the room, {} of {} at the phone",
                told.as_secs(),
                up.arrived,
                up.offered,
                down.arrived,
                down.offered
            );
        }
        thread::sleep(LOOK);
    }
    end(lab, child)
}

/// A terminal's Ctrl-C has reached the command too. One that does not end by that is asked, then killed.
fn end(lab: &Lab, mut child: Child) -> Result<ExitStatus> {
    let begun = lab.elapsed();
    let mut asked = false;
    loop {
        if let Some(status) = child.try_wait().context("looking after the command")? {
            return Ok(status);
        }
        let waited = lab.elapsed().saturating_sub(begun);
        if waited > PATIENCE {
            eprintln!("lab: the command did not end within {} s and is killed", PATIENCE.as_secs());
            child.kill().context("killing the command")?;
            return child.wait().context("waiting for the command");
        }
        if !asked && waited > PATIENCE / 10 {
            asked = true;
            let process = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
            // One that is gone already is what we want.
            let _gone = process.map(|process| kill_process(process, Signal::TERM));
        }
        thread::sleep(LOOK);
    }
}

/// As a shell tells it.
fn code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| Some(128 + status.signal()?));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
