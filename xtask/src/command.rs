//! Running another program to its end.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::places;

/// A program, its arguments and where it runs; shown to people as they would type it.
#[derive(Debug)]
pub(crate) struct Call {
    command: Command,
}

/// A call of cargo in the checkout.
pub(crate) fn cargo<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Call {
    // Inside `cargo run` this names the cargo that was asked; a build under it must be by the same one.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    call(program, args)
}

/// A call of npm in the checkout.
pub(crate) fn npm<I: IntoIterator<Item: AsRef<OsStr>>>(args: I) -> Call {
    call("npm", args)
}

/// A call of any program in the checkout.
pub(crate) fn call<I: IntoIterator<Item: AsRef<OsStr>>>(program: impl AsRef<OsStr>, args: I) -> Call {
    let mut command = Command::new(program);
    command.args(args).current_dir(places::root()).stdin(Stdio::null());
    Call { command }
}

impl Call {
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<I: IntoIterator<Item: AsRef<OsStr>>>(mut self, args: I) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// The line a person would type.
    pub(crate) fn line(&self) -> String {
        let program = Path::new(self.command.get_program()).file_name().unwrap_or_default();
        let words = std::iter::once(program).chain(self.command.get_args());
        words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    }

    /// Runs it with its words shown; anything but success is an error. All its words go to standard error: standard
    /// output is for what a command of ours was asked for.
    pub(crate) fn run(mut self) -> Result<()> {
        self.command.stdout(std::io::stderr());
        self.speak()
    }

    /// Runs it and takes what it wrote on standard output; its words on standard error are told only when it fails.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self.command.output().with_context(|| format!("{} could not be started", self.line()))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            bail!("{} did not succeed ({}): {}", self.line(), output.status, words.trim());
        }
        String::from_utf8(output.stdout).with_context(|| format!("{} wrote something that is not text", self.line()))
    }

    /// Runs it with its words shown and takes what it wrote on standard output.
    pub(crate) fn heard(mut self) -> Result<String> {
        self.command.stderr(Stdio::inherit());
        self.output()
    }

    /// Runs it in our place as far as anybody sees: its output is ours.
    pub(crate) fn speak(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("{} could not be started", self.line()))?;
        ensure!(status.success(), "{} did not succeed ({status})", self.line());
        Ok(())
    }

    /// For whoever watches it while it runs.
    pub(crate) fn into_inner(self) -> Command {
        self.command
    }
}
