//! An operator's SMSC: the npm package `smpp` under a script that does what a test says (`tests/sms/smsc.mjs`).

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{self, Answer};
use crate::patience::eventually;
use crate::ports::free_port;
use crate::process::{Around, Process};

const SYSTEM_ID: &str = "room";
const PASSWORD: &str = "s3cret";

/// An SMSC that may be away.
#[derive(Debug)]
pub struct Smsc {
    home: TempDir,
    smpp: u16,
    control: u16,
    running: Option<Process>,
}

impl Smsc {
    /// Why there can be none here.
    #[must_use]
    pub fn obstacle() -> Option<String> {
        let there = checkout().join("node_modules/smpp").is_dir();
        (!there).then(|| "the npm package `smpp` is not here: npm install".to_owned())
    }

    /// An SMSC at work.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn open() -> Result<Self> {
        let home = tempfile::tempdir().context("a folder for the SMSC")?;
        let mut smsc = Self { home, smpp: free_port()?, control: free_port()?, running: None };
        smsc.start()?;
        Ok(smsc)
    }

    /// Back at the address that it had.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn start(&mut self) -> Result<()> {
        let script = checkout().join("tests/sms/smsc.mjs").into_os_string();
        let ports = [self.smpp, self.control].map(|port| port.to_string().into());
        let args = [script].into_iter().chain(ports).chain([SYSTEM_ID.into(), PASSWORD.into()]);
        let words = self.home.path().join("words");
        let process = self.running.insert(Process::start(&Around::Nothing, Path::new("node"), args, &words)?);
        let control = self.control;
        eventually("the SMSC answers", || {
            ensure!(process.runs()?, "the SMSC ended: {}", process.words());
            Ok(http::request(control, "GET", "/state", &[], b"").ok())
        })?;
        Ok(())
    }

    /// kill -9.
    ///
    /// # Errors
    /// When it was away already.
    pub fn kill(&mut self) -> Result<()> {
        self.running.take().context("the SMSC is away")?.kill()
    }

    /// What a room is served with to be bound to it; the password lies in a file.
    ///
    /// # Errors
    /// When that file cannot be written.
    pub fn options(&self) -> Result<Vec<String>> {
        let file = self.home.path().join("password");
        std::fs::write(&file, PASSWORD).context("writing the SMSC's password")?;
        let url = format!("smpp://{SYSTEM_ID}@127.0.0.1:{}", self.smpp);
        Ok(["--smpp".to_owned(), url, "--smpp-password-file".to_owned(), file.display().to_string()].into())
    }

    /// Waits until a room is bound.
    ///
    /// # Errors
    /// When none comes.
    pub fn until_bound(&self) -> Result<()> {
        let bound = |state: Value| state.get("bound").and_then(Value::as_u64).filter(|rooms| *rooms > 0);
        eventually("a room is bound to the SMSC", || Ok(bound(self.state()?))).map(drop)
    }

    /// Brings a message with these fields to the room; its command status in answer.
    ///
    /// # Errors
    /// When nobody is bound, or nobody answers.
    pub fn deliver(&self, message: &Value) -> Result<u64> {
        let told = self.tell("/deliver", message)?.success()?;
        status_in(&told).with_context(|| format!("no status: {told}"))
    }

    /// As [`deliver`](Self::deliver), as soon as somebody is bound, and again until it has been acknowledged: as an SMSC
    /// keeps a text.
    ///
    /// # Errors
    /// When that does not come.
    pub fn keep_delivering(&self, message: &Value) -> Result<()> {
        eventually("the SMSC is rid of a text", || {
            let answer = self.tell("/deliver", message)?;
            Ok((answer.status == 200 && status_in(&answer.json()?) == Some(0)).then_some(()))
        })
    }

    /// The SMSC takes leave of whoever is bound.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn unbind(&self) -> Result<()> {
        self.tell("/unbind", &json!({}))?.success().map(drop)
    }

    /// So many of the next texts to phones are refused with this command status.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn refuse(&self, status: u32, times: u32) -> Result<()> {
        self.tell("/refuse", &json!({ "status": status, "times": times }))?.success().map(drop)
    }

    /// The texts to phones that it has taken, once there are so many.
    ///
    /// # Errors
    /// When they do not come.
    pub fn submitted(&self, count: usize) -> Result<Vec<Value>> {
        eventually(&format!("{count} texts to phones"), || {
            let state = self.state()?;
            let texts = state.get("submitted").and_then(Value::as_array).cloned().unwrap_or_default();
            Ok((texts.len() >= count).then_some(texts))
        })
    }

    /// A program for a phone's `--text-command`: the operator of a phone with the number `from` is this SMSC. It ends with 0
    /// once the room has acknowledged the text.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn text_command(&self, from: &str) -> Result<PathBuf> {
        let program = self.home.path().join("hand-over");
        let ask = format!(
            "const [to, text] = process.argv.slice(1);\n\
             const body = JSON.stringify({{ from: \"{from}\", to, text }});\n\
             const answer = await fetch(\"http://127.0.0.1:{}/deliver\", {{ method: \"POST\", body }});\n\
             process.exit((await answer.json()).status === 0 ? 0 : 1);",
            self.control
        );
        std::fs::write(&program, format!("#!/bin/sh\nexec node --input-type=module -e '{ask}' -- \"$@\"\n"))
            .and_then(|()| std::fs::set_permissions(&program, Permissions::from_mode(0o755)))
            .context("writing the program that hands texts over")?;
        Ok(program)
    }

    fn state(&self) -> Result<Value> {
        http::request(self.control, "GET", "/state", &[], b"")?.success()
    }

    fn tell(&self, path: &str, what: &Value) -> Result<Answer> {
        http::request(self.control, "POST", path, &[], what.to_string().as_bytes())
    }
}

fn status_in(told: &Value) -> Option<u64> {
    told.get("status").and_then(Value::as_u64)
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
