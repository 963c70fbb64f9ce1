//! The system's own command for devices, addresses and namespaces.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// `ip` with these words, separated by spaces; what it wrote.
pub(super) fn ip(words: &str) -> Result<String> {
    let mut command = Command::new("ip");
    let output = command.args(words.split_whitespace()).stdin(Stdio::null()).output().context("starting ip")?;
    if !output.status.success() {
        bail!("ip {words} did not succeed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
