//! Programs that run until they are told to stop, and never outlive us.
//!
//! Each child leads a process group of its own, so that the terminal's Ctrl-C reaches only us and we choose the order
//! of stopping. Should we ourselves be killed outright, the kernel tells the children (`setpriv --pdeathsig`, part of
//! every Linux that has util-linux; elsewhere that last net is missing).

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child as Process, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::places;
use crate::stopwatch::Stopwatch;

/// How long a child may take to end by itself before it is killed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often we look.
const LOOK: Duration = Duration::from_millis(50);

/// A running program whose words go to a file.
#[derive(Debug)]
pub(crate) struct Child {
    name: &'static str,
    log: PathBuf,
    process: Process,
}

impl Child {
    /// Starts `program`; `name` is what people are told.
    pub(crate) fn start<I>(name: &'static str, program: &Path, args: I, log: &Path) -> Result<Self>
    where
        I: IntoIterator<Item: AsRef<OsStr>>,
    {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        }
        let words = File::create(log).with_context(|| format!("making {}", log.display()))?;
        let copy = words.try_clone().context("opening the log twice")?;
        let process = told_of_our_death(program)
            .args(args)
            .stdin(Stdio::null())
            .stdout(words)
            .stderr(copy)
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {name} ({})", program.display()))?;
        Ok(Self { name, log: log.to_owned(), process })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// How it ended, once it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.process.try_wait().with_context(|| format!("looking after {}", self.name))
    }

    /// The last lines it wrote, and where the others are.
    pub(crate) fn last_words(&self) -> String {
        let words = fs::read_to_string(&self.log).unwrap_or_default();
        let lines = words.lines().collect::<Vec<_>>();
        let last = lines.iter().rev().take(12).rev().map(|line| format!("    {line}\n")).collect::<String>();
        format!("its last words (all in {}):\n{last}", places::shown(&self.log))
    }

    /// Ends it.
    pub(crate) fn stop(&mut self) {
        end(self.name, &mut self.process);
    }
}

/// Asks a program and all its helpers to end, waits, and kills them only when they will not. It must lead a process
/// group of its own.
pub(crate) fn end(name: &str, process: &mut Process) {
    signal(process, Signal::TERM);
    let asked = Stopwatch::start();
    while asked.elapsed() < PATIENCE {
        // Not being able to look means there is nothing left to stop.
        if !matches!(process.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(LOOK);
    }
    eprintln!("x: {name} did not stop within {} s and was killed", PATIENCE.as_secs());
    signal(process, Signal::KILL);
    if let Err(error) = process.wait() {
        eprintln!("x: {name}: {error}");
    }
}

fn signal(process: &Process, signal: Signal) {
    let group = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
    // A group that is gone already is what we wanted.
    let _gone = group.map(|group| kill_process_group(group, signal));
}

impl Drop for Child {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}

fn told_of_our_death(program: &Path) -> Command {
    let setpriv = Path::new("/usr/bin/setpriv");
    if !setpriv.exists() {
        return Command::new(program);
    }
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

/// Ctrl-C, a polite kill, or a closed terminal.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on such a signal is noted instead of ending us on the spot.
    pub(crate) fn listen() -> Result<Self> {
        let noted = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&noted)).context("listening for signals")?;
        }
        Ok(Self(noted))
    }

    pub(crate) fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Waits until `ready` says so; ends early when a child dies, a signal comes or time is up.
pub(crate) fn wait_until(
    child: &mut Child,
    interrupt: &Interrupt,
    limit: Duration,
    mut ready: impl FnMut() -> bool,
) -> Result<()> {
    let begun = Stopwatch::start();
    while !ready() {
        if let Some(status) = child.ended()? {
            anyhow::bail!("{} ended while starting ({status}); {}", child.name(), child.last_words());
        }
        anyhow::ensure!(!interrupt.came(), "stopped while {} was starting", child.name());
        anyhow::ensure!(
            begun.elapsed() < limit,
            "{} was not ready after {} s; {}",
            child.name(),
            limit.as_secs(),
            child.last_words()
        );
        thread::sleep(LOOK);
    }
    Ok(())
}
