//! The commands, one file each.

mod bridge;
mod cancel;
mod clip;
mod drill;
mod init;
mod pins;
mod raise;
mod run;
mod status;
mod texts;
mod track_budget;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use hifazat_phone::{Fact, Facts, LocationSource, Phone, Raised};
use hifazat_phone_shell::location::{Gpsd, chosen};
use hifazat_phone_shell::{Safe, Shell};
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;

pub(crate) use bridge::bridge;
pub(crate) use cancel::cancel;
pub(crate) use clip::clip;
pub(crate) use drill::drill;
pub(crate) use init::init;
pub(crate) use pins::set_pins;
pub(crate) use raise::raise;
pub(crate) use run::run;
pub(crate) use status::status;
pub(crate) use texts::{receipts_by_text, text_arrived};
pub(crate) use track_budget::track_budget;

use crate::args::Around;
use crate::modem::TextCommand;
use crate::words::{self, say};

/// Opens a phone that was set up before, for a command that only a sound folder can answer.
fn open(data: &Path) -> anyhow::Result<Arc<Shell>> {
    must_be_there(data)?;
    let location = Arc::new(Gpsd::local(clock()));
    let shell = Shell::open(data, location, clock()).with_context(|| format!("--data {}", data.display()))?;
    let shell = noticed(shell);
    must_be_set_up(data, &shell)?;
    Ok(shell)
}

/// Opens a phone for an alarm, whatever state its folder is in: it makes do with what can be had.
fn open_anyhow(data: &Path, location: Arc<dyn LocationSource>, around: &Around) -> anyhow::Result<Arc<Shell>> {
    must_be_there(data)?;
    let shell = noticed(Shell::open_anyhow(data, Safe::NotHere, location, clock()));
    equip(&shell, around);
    Ok(shell)
}

/// What this machine can do. An alarm is sealed as a text only where somebody can hand texts over.
fn equip(shell: &Shell, around: &Around) {
    let mut facts = Facts::of_a_computer();
    if let Some(program) = &around.text_command {
        shell.phone().hand_texts_to(Arc::new(TextCommand::new(program)));
        facts.texts = Some(Fact::WORKS);
    }
    shell.phone().note_facts(facts);
}

/// The same at the place that the options name. What is wrong with those is said at once, and is the command's error
/// once its work is done.
fn open_at(data: &Path, around: &Around) -> anyhow::Result<(Arc<Shell>, anyhow::Result<()>)> {
    let (location, understood) = source(around);
    if let Err(error) = &understood {
        say(error);
    }
    let shell = open_anyhow(data, location, around)?;
    must_be_set_up(data, &shell)?;
    Ok((shell, understood))
}

/// A folder that was mistyped must not become a phone that reaches nobody.
fn must_be_there(data: &Path) -> anyhow::Result<()> {
    if data.is_dir() {
        return Ok(());
    }
    bail!("--data {}: there is no such folder; set it up first: {}", data.display(), how_to_set_up(data))
}

fn must_be_set_up(data: &Path, shell: &Shell) -> anyhow::Result<()> {
    if shell.phone().bundle().is_some() {
        return Ok(());
    }
    bail!("--data {}: no trust bundle can be read there; set it up: {}", data.display(), how_to_set_up(data))
}

/// Says what somebody has to be told of the phone.
fn noticed(shell: Shell) -> Arc<Shell> {
    // Not the whole view: its ladders are verified anew in each process, and `raise` must not wait for years of them.
    for notice in shell.phone().notices() {
        say(words::notice(notice));
    }
    Arc::new(shell)
}

fn source(around: &Around) -> (Arc<dyn LocationSource>, anyhow::Result<()>) {
    let (location, understood) = chosen(&around.gpsd, around.place_file.as_deref(), clock());
    (location, understood.map_err(anyhow::Error::from))
}

fn how_to_set_up(data: &Path) -> String {
    format!("hifazat-phone --data {} init --bundle FILE", data.display())
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// A result, as a line of JSON. It may have nowhere to go, such as a file on a disk that is full.
fn print(result: &impl Serialize) -> anyhow::Result<()> {
    let line = serde_json::to_string(result).context("the result has no form in JSON")?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("the result cannot be written to standard output")
}

/// Raises an alert and measures, to the microsecond, what the tap took.
fn tap(shell: &Shell, raise: impl FnOnce(&Phone) -> Raised) -> (Raised, Option<f64>) {
    let clock = shell.clock();
    let before = clock.elapsed();
    let raised = raise(shell.phone());
    let took = clock.elapsed().saturating_sub(before);
    (raised, raised.durable.then(|| milliseconds(took)))
}

/// Milliseconds with three places.
fn milliseconds(span: Duration) -> f64 {
    (span.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}
