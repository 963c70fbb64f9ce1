//! Texts through a program of the user's, which speaks to a modem (`mmcli`, `gammu` and their like).
//!
//! It is run as `PROGRAM NUMBER TEXT` and ends with 0 once the operator has the text. What it writes goes to standard error.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;

use async_trait::async_trait;
use hifazat_phone::{TextTrouble, Texts};
use tokio::process::Command;

/// The program.
#[derive(Debug)]
pub(crate) struct TextCommand(PathBuf);

impl TextCommand {
    pub(crate) fn new(program: &OsString) -> Self {
        Self(program.into())
    }
}

#[async_trait]
impl Texts for TextCommand {
    fn ready(&self) -> Result<(), TextTrouble> {
        // Whether it can, it knows itself.
        Ok(())
    }

    async fn send(&self, number: &str, text: &str) -> Result<(), TextTrouble> {
        let mut command = Command::new(&self.0);
        command.arg(number).arg(text).stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        match command.status().await {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => {
                tracing::warn!(%status, "--text-command did not hand the text over");
                Err(TextTrouble::Refused)
            }
            Err(error) => {
                tracing::error!(%error, "--text-command cannot be run");
                Err(TextTrouble::NotAllowed)
            }
        }
    }
}
