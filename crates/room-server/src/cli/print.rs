//! JSON on standard output, one object a line; words on standard error.

use std::fmt::Display;
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

/// Says something. Words that nobody can take, because the disk under the log is full or its reader is gone, are no
/// error: `eprintln!` would panic in the middle of the work.
pub(super) fn words(words: impl Display) {
    drop(writeln!(std::io::stderr(), "{words}"));
}
