//! The commands, one file each.

mod bridge;
mod cancel;
mod drill;
mod init;
mod pins;
mod raise;
mod run;
mod status;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use hifazat_phone::{LocationSource, Raised};
use hifazat_phone_shell::Shell;
use hifazat_phone_shell::location::{Gpsd, Scripted};
use hifazat_protocol::{Status, Trigger};
use hifazat_time::{Clock, SystemClock};
use serde::Serialize;

pub(crate) use bridge::bridge;
pub(crate) use cancel::cancel;
pub(crate) use drill::drill;
pub(crate) use init::init;
pub(crate) use pins::set_pins;
pub(crate) use raise::raise;
pub(crate) use run::run;
pub(crate) use status::status;

use crate::args::Place;
use crate::words;

/// How often a place file is looked at.
const PLACE_FILE_EVERY: Duration = Duration::from_secs(2);

/// Opens a phone that was set up before, for a command that only a sound folder can answer.
fn open(data: &Path) -> anyhow::Result<Arc<Shell>> {
    must_be_there(data)?;
    let location = Arc::new(Gpsd::local(clock()));
    let shell = Shell::open(data, location, clock()).with_context(|| format!("--data {}", data.display()))?;
    ready(data, shell)
}

/// Opens a phone that was set up before, for a command that carries alerts: it makes do with what can be had.
fn open_anyhow(data: &Path, location: Arc<dyn LocationSource>) -> anyhow::Result<Arc<Shell>> {
    must_be_there(data)?;
    ready(data, Shell::open_anyhow(data, location, clock()))
}

fn open_at(data: &Path, place: &Place) -> anyhow::Result<Arc<Shell>> {
    open_anyhow(data, source(place))
}

/// A folder that was mistyped must not become a phone that reaches nobody.
fn must_be_there(data: &Path) -> anyhow::Result<()> {
    if data.is_dir() {
        return Ok(());
    }
    bail!("--data {}: there is no such folder; set it up first: {}", data.display(), how_to_set_up(data))
}

fn ready(data: &Path, shell: Shell) -> anyhow::Result<Arc<Shell>> {
    // Not the whole view: its ladders are verified anew in each process, and `raise` must not wait for years of them.
    for notice in shell.phone().notices() {
        eprintln!("{}", words::notice(notice));
    }
    if shell.phone().bundle().is_none() {
        bail!("--data {}: no trust bundle can be read there; set it up: {}", data.display(), how_to_set_up(data));
    }
    Ok(Arc::new(shell))
}

fn source(place: &Place) -> Arc<dyn LocationSource> {
    match &place.place_file {
        Some(file) => Arc::new(Scripted::file(file.clone(), PLACE_FILE_EVERY, clock())),
        None => Arc::new(Gpsd::new(place.gpsd, clock())),
    }
}

fn how_to_set_up(data: &Path) -> String {
    format!("hifazat-phone --data {} init --bundle FILE", data.display())
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// A result, as a line of JSON.
fn print(result: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string(result).context("the result has no form in JSON")?);
    Ok(())
}

/// Raises an alert and measures, to the microsecond, what the tap took.
fn tap(shell: &Shell, status: Status) -> (Raised, Option<f64>) {
    let clock = shell.clock();
    let before = clock.elapsed();
    let raised = shell.phone().raise(status, Trigger::CommandLine);
    let took = clock.elapsed().saturating_sub(before);
    (raised, raised.durable.then(|| milliseconds(took)))
}

/// Milliseconds with three places.
fn milliseconds(span: Duration) -> f64 {
    (span.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}
