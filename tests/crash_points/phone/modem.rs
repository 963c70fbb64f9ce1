//! A modem that takes each text and writes it down.

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Phone, eventually_within};

/// A phone begins a text anew some seconds after the process that had begun it is gone.
const PATIENCE: Duration = Duration::from_secs(120);

/// The modem, and what it has taken.
pub(crate) struct Modem {
    taken: PathBuf,
}

impl Modem {
    /// From now on the phone hands its texts to it.
    pub(crate) fn beside(phone: &mut Phone) -> Result<Self> {
        let (program, taken) = (phone.folder().with_extension("modem"), phone.folder().with_extension("taken"));
        fs::write(&program, format!("#!/bin/sh\necho \"$2\" >> '{}'\n", taken.display()))?;
        fs::set_permissions(&program, Permissions::from_mode(0o755))?;
        phone.text_by(program);
        Ok(Self { taken })
    }

    /// How many texts it has taken.
    pub(crate) fn taken(&self) -> Result<usize> {
        match fs::read_to_string(&self.taken) {
            Ok(texts) => Ok(texts.lines().count()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error).context("reading what the modem took"),
        }
    }

    /// A phone that was killed calls a text handed over only if it was; what was not goes with the next process, once.
    pub(crate) fn gets_the_text(&self, phone: &Phone, alert: &str) -> Result<()> {
        let handed_over = || -> Result<bool> {
            let status = phone.status()?;
            let its = status.alerts().iter().find(|found| found["alert_id"] == alert).context("the alert is gone")?;
            Ok(its["text"] == "handed_over")
        };
        ensure!(handed_over()? == (self.taken()? == 1), "it says something else of its text than the modem");
        let _running = phone.begin_run(&Around::Nothing)?;
        eventually_within(PATIENCE, "the text goes", || Ok(handed_over()?.then_some(())))?;
        ensure!(self.taken()? == 1, "it went {} times", self.taken()?);
        Ok(())
    }
}
