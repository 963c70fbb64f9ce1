//! A phone: the program `hifazat-phone` over a folder of its own.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tempfile::TempDir;

use crate::bridge::Bridge;
use crate::persona::Persona;
use crate::ports::{self, local};
use crate::process::{Around, Ended, Process, finish};
use crate::programs::program;
use crate::room::Room;

/// A phone and its folder, which goes with it.
#[derive(Debug)]
pub struct Phone {
    home: TempDir,
    text_command: Option<PathBuf>,
}

/// What `raise` told.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The alert's id.
    pub alert: String,
    /// From the call to durable.
    pub saved_ms: f64,
}

/// What `status --json` told.
#[derive(Clone, Debug)]
pub struct Status(pub Value);

impl Status {
    /// The alerts, as they were told.
    #[must_use]
    pub fn alerts(&self) -> &[Value] {
        self.0.get("alerts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names of the stages of this alert, in their order.
    #[must_use]
    pub fn stages(&self, alert: &str) -> Vec<String> {
        let found = self.alerts().iter().find(|found| found.get("alert_id").and_then(Value::as_str) == Some(alert));
        let stages = found.and_then(|found| found.get("stages")).and_then(Value::as_array);
        let names = stages.into_iter().flatten().filter_map(|stage| stage.get("stage").and_then(Value::as_str));
        names.map(str::to_owned).collect()
    }

    /// How many entries wait in the outbox for this alert.
    #[must_use]
    pub fn pending(&self, alert: &str) -> Option<u64> {
        let found = self.alerts().iter().find(|found| found.get("alert_id").and_then(Value::as_str) == Some(alert));
        found.and_then(|found| found.get("outbox_pending")).and_then(Value::as_u64)
    }

    /// How many receipts were not believed.
    #[must_use]
    pub fn receipts_dropped(&self) -> u64 {
        self.0.get("receipts_dropped").and_then(Value::as_u64).unwrap_or_default()
    }
}

impl Phone {
    /// A phone that holds the bundle of this room.
    ///
    /// # Errors
    /// When it does not take the bundle.
    pub fn of(room: &Room) -> Result<Self> {
        let phone = Self::without_bundle()?;
        phone.take_bundle(&room.bundle()?)?;
        Ok(phone)
    }

    /// A phone that was never told of any room.
    ///
    /// # Errors
    /// When there is no folder for it.
    pub fn without_bundle() -> Result<Self> {
        let home = tempfile::tempdir().context("a folder for the phone")?;
        Ok(Self { home, text_command: None })
    }

    /// Gives it a bundle.
    ///
    /// # Errors
    /// When it refuses it.
    pub fn take_bundle(&self, file: &Path) -> Result<()> {
        let file = file.to_string_lossy();
        self.ask(&["init", "--bundle", &file]).map(drop)
    }

    /// From now on it hands texts to this program ([`Smsc::text_command`](crate::Smsc::text_command)).
    pub fn text_by(&mut self, program: PathBuf) {
        self.text_command = Some(program);
    }

    /// She raises an alert; answers once it is durable.
    ///
    /// # Errors
    /// When it could not be raised.
    pub fn raise(&self, who: &Persona) -> Result<Raised> {
        let ended = self.raise_with(&Around::Nothing, who)?;
        raised(&ended.success().context("raise")?)
    }

    /// As [`raise`](Self::raise) with something around it: how the program ended.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn raise_with(&self, around: &Around, who: &Persona) -> Result<Ended> {
        let mut words = vec!["raise"];
        words.extend(who.fix.iter().flat_map(|fix| ["--fix", fix]));
        self.try_to(around, &words)
    }

    /// Delivers until nothing is owed any more.
    ///
    /// # Errors
    /// When it is not settled in time.
    pub fn run_until_settled(&self) -> Result<()> {
        self.ask(&["run", "--until-settled", "--timeout", "60"]).map(drop)
    }

    /// Begins to deliver, as a phone in a pocket does.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin_run(&self, around: &Around) -> Result<Process> {
        self.begin(around, &["run"], "words")
    }

    /// Begins any command; what it says goes to a file of this name beside the phone's folder.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&self, around: &Around, words: &[&str], told: &str) -> Result<Process> {
        Process::start(around, &program("hifazat-phone")?, self.args(words), &self.home.path().join(told))
    }

    /// Runs behind its page, on a port of its own.
    ///
    /// # Errors
    /// When the page does not answer.
    pub fn bridge(&self, around: &Around) -> Result<Bridge> {
        let port = ports::free_port()?;
        let page = self.home.path().join("page");
        fs::create_dir_all(&page)?;
        fs::write(page.join("index.html"), "<!doctype html><title>a test</title>")?;
        let (listen, page) = (local(port).to_string(), page.to_string_lossy().into_owned());
        let args = self.args(&["bridge", "--listen", &listen, "--page", &page]);
        let process = Process::start(around, &program("hifazat-phone")?, args, &self.home.path().join("words"))?;
        Bridge::over(port, process)
    }

    /// What the phone says of itself.
    ///
    /// # Errors
    /// When it does not say.
    pub fn status(&self) -> Result<Status> {
        Ok(Status(serde_json::from_str(&self.ask(&["status", "--json"])?).context("status --json")?))
    }

    /// Any command of `hifazat-phone` over this phone's folder; what it wrote.
    ///
    /// # Errors
    /// When it does not end well; its words are told.
    pub fn ask(&self, words: &[&str]) -> Result<String> {
        let ended = self.try_to(&Around::Nothing, words)?;
        ended.success().with_context(|| format!("hifazat-phone {}", words.join(" ")))
    }

    /// As [`ask`](Self::ask), when the test wants to see how it ends.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn try_to(&self, around: &Around, words: &[&str]) -> Result<Ended> {
        finish(around, &program("hifazat-phone")?, self.args(words))
    }

    /// The phone's data folder.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("phone")
    }

    /// Everything it has said while running.
    #[must_use]
    pub fn words(&self) -> String {
        fs::read_to_string(self.home.path().join("words")).unwrap_or_default()
    }

    /// Waits for the run to have brought the alert to this stage.
    ///
    /// # Errors
    /// When it does not come there.
    pub fn until_stage(&self, alert: &str, stage: &str) -> Result<()> {
        crate::eventually_within(Duration::from_secs(60), &format!("{alert} reaches {stage}"), || {
            Ok(self.status()?.stages(alert).iter().any(|found| found == stage).then_some(()))
        })
        .with_context(|| self.words())
    }

    fn args(&self, words: &[&str]) -> Vec<OsString> {
        let data = [OsString::from("--data"), self.folder().into()];
        let texts = self.text_command.iter().flat_map(|program| ["--text-command".into(), program.into()]);
        data.into_iter().chain(texts).chain(words.iter().map(OsString::from)).collect()
    }
}

/// Reads what `raise` wrote.
pub(crate) fn raised(output: &str) -> Result<Raised> {
    let told: Value = serde_json::from_str(output).with_context(|| format!("raise told {output}"))?;
    let alert = told.get("alert_id").and_then(Value::as_str).context("raise told no alert_id")?.to_owned();
    let saved_ms = told.get("saved_ms").and_then(Value::as_f64).context("raise told no saved_ms")?;
    Ok(Raised { alert, saved_ms })
}
