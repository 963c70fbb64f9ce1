//! One step while it runs: its words to a file, a moving line on a terminal.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::count::{Count, count, plain};
use super::steps::Step;
use crate::children::{Interrupt, end};
use crate::command::Call;
use crate::places;
use crate::stopwatch::Stopwatch;

/// How often the moving line is written.
const LOOK: Duration = Duration::from_millis(200);
/// How often a quiet machine is told that we are still here.
const HEARTBEAT: Duration = Duration::from_secs(60);
/// How much of a failed step's words is shown.
const SHOWN_LINES: usize = 120;

/// How a step ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) succeeded: bool,
    pub(crate) count: Count,
}

/// Who watches.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Somebody looks on: the line moves.
    pub(crate) live: bool,
    pub(crate) interrupt: Interrupt,
}

/// Runs a step to its end, or to its first call that fails.
pub(crate) fn run(step: &Step, watch: &Watch) -> Result<Done> {
    let begun = Stopwatch::start();
    let log = log_of(step)?;
    File::create(&log).with_context(|| format!("making {}", log.display()))?;
    let mut succeeded = true;
    for call in (step.calls)()? {
        if !follow(call, &log, step, &begun, watch)? {
            succeeded = false;
            break;
        }
    }
    let words = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
    let words = String::from_utf8_lossy(&words);
    let count = count(&words, succeeded);
    let mark = if succeeded { "ok" } else { "FAILED" };
    println!("{}{:<10} {mark:<6} {:>5} s   {}", rewind(watch.live), step.name, begun.elapsed().as_secs(), step.says);
    if !succeeded {
        let lines = words.lines().collect::<Vec<_>>();
        for line in lines.iter().skip(lines.len().saturating_sub(SHOWN_LINES)) {
            println!("    {}", plain(line));
        }
        println!("    (all of it: {})", places::shown(&log));
    }
    Ok(Done { succeeded, count })
}

fn log_of(step: &Step) -> Result<PathBuf> {
    let folder = places::target().join("x");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(folder.join(format!("{}.log", step.name)))
}

fn follow(call: Call, log: &Path, step: &Step, begun: &Stopwatch, watch: &Watch) -> Result<bool> {
    let mut words = File::options().append(true).open(log).context("opening the step's log")?;
    let line = call.line();
    writeln!(words, "$ {line}").context("writing the step's log")?;
    let copy = words.try_clone().context("opening the step's log")?;
    let mut command = call.into_inner();
    // A group of its own, so that its helpers end with it.
    let command = command.stdout(words).stderr(copy).process_group(0);
    let mut child = command.spawn().with_context(|| format!("starting {line}"))?;
    let mut told = begun.elapsed();
    loop {
        if let Some(status) = child.try_wait().with_context(|| format!("watching {line}"))? {
            return Ok(status.success());
        }
        if watch.interrupt.came() {
            end(step.name, &mut child);
            bail!("{}: stopped", step.name);
        }
        thread::sleep(LOOK);
        let now = begun.elapsed();
        if watch.live {
            print!("{}{:<10} …      {:>5} s   {}", rewind(watch.live), step.name, now.as_secs(), last_line(log));
            std::io::stdout().flush().context("writing to the terminal")?;
        } else if now.saturating_sub(told) >= HEARTBEAT {
            told = now;
            println!("{:<10} …      {:>5} s   {}", step.name, now.as_secs(), last_line(log));
        }
    }
}

fn rewind(live: bool) -> &'static str {
    if live { "\r\u{1b}[2K" } else { "" }
}

/// The newest line of the log, short enough not to wrap; only a sign of life, so a log that cannot be read is silence.
fn last_line(log: &Path) -> String {
    const TAIL: u64 = 2_000;
    let tail = || -> std::io::Result<Vec<u8>> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut tail = Vec::new();
        file.read_to_end(&mut tail)?;
        Ok(tail)
    };
    let tail = tail().unwrap_or_default();
    let tail = String::from_utf8_lossy(&tail);
    let line = tail.lines().rev().map(plain).find(|line| !line.trim().is_empty()).unwrap_or_default();
    line.trim().chars().take(50).collect()
}
