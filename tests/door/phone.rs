//! A phone behind the door: its folder, and a Java machine over it.

use std::io::Write;

use anyhow::{Context, Result};
use hifazat_testkit::{Machine, Phone};
use serde_json::Value;

/// Whether there can be a Java machine here; says so when there can be none.
pub(crate) fn is_possible() -> Result<bool> {
    let obstacle = Machine::obstacle();
    if let Some(obstacle) = &obstacle {
        // Not by a macro: those are not shown when a test succeeds.
        writeln!(std::io::stderr(), "passed over: {obstacle}")?;
    }
    Ok(obstacle.is_none())
}

/// A machine, as a process that the system starts anew.
pub(crate) fn machine(phone: &Phone) -> Result<Machine> {
    Machine::start(&phone.folder().with_extension("words"))
}

/// A machine in which somebody has opened the phone.
pub(crate) fn opened(phone: &Phone) -> Result<Machine> {
    let machine = machine(phone)?;
    machine.ask(&["open", &folder(phone)])?;
    Ok(machine)
}

pub(crate) fn folder(phone: &Phone) -> String {
    phone.folder().to_string_lossy().into_owned()
}

/// The id of the alert that a raise told of.
pub(crate) fn alert(raised: &Value) -> Result<String> {
    Ok(raised["alert_id"].as_str().with_context(|| raised.to_string())?.to_owned())
}

/// The stages that the phone shows.
pub(crate) fn stages(status: &Value) -> Vec<&str> {
    let steps = status["alert"]["steps"].as_array().into_iter().flatten();
    steps.filter_map(|step| step["stage"].as_str()).collect()
}
