//! JSON on standard output, one object a line.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

/// Prints one line of JSON.
///
/// # Errors
/// When standard output is closed.
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string(value).context("cannot write JSON")?)
}

/// Prints one line as it is.
///
/// # Errors
/// As [`json`].
pub(super) fn line(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).context("cannot write to standard output")
}
