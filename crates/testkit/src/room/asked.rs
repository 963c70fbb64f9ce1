//! What a room tells when it is asked: over the network, and by its own commands.

use std::ffi::OsString;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Room;
use crate::console::Seat;
use crate::door;
use crate::http::{self, Answer};
use crate::patience::eventually;
use crate::process::{Around, Ended, finish};
use crate::programs::program;

impl Room {
    /// All incidents, as a script reads them.
    ///
    /// # Errors
    /// When the room does not tell them.
    pub fn incidents(&self) -> Result<Vec<Value>> {
        let told: Value = serde_json::from_str(&self.ask(&["incidents", "--json"])?).context("incidents")?;
        let list = told.get("incidents").unwrap_or(&told).as_array().cloned();
        list.with_context(|| format!("incidents are no list: {told}"))
    }

    /// The one incident of this alert, once there is one.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn incident_of(&self, alert: &str) -> Result<Value> {
        eventually(&format!("an incident for the alert {alert}"), || {
            let all = self.incidents()?;
            Ok(all.into_iter().find(|incident| incident.get("id").and_then(Value::as_str) == Some(alert)))
        })
    }

    /// One request to the phones' endpoint, as any program on the network may send it.
    ///
    /// # Errors
    /// When the room does not answer.
    pub fn knock(&self, method: &str, path: &str, body: &[u8]) -> Result<Answer> {
        door::knock(self, method, path, body)
    }

    /// A page of the console that needs no seat; what it says.
    ///
    /// # Errors
    /// When it does not answer with a success.
    pub fn page(&self, path: &str) -> Result<String> {
        let answer = http::request(self.console, "GET", path, &[], b"")?;
        anyhow::ensure!(answer.status == 200, "{path}: {}", answer.status);
        Ok(String::from_utf8_lossy(&answer.body).into_owned())
    }

    /// Whether the chained log is whole; the reason when it is not.
    ///
    /// # Errors
    /// When `verify-log` finds fault.
    pub fn verify_log(&self) -> Result<()> {
        self.ask(&["verify-log"]).map(drop)
    }

    /// A new seat that has signed in.
    ///
    /// # Errors
    /// When the room makes none or does not let it in.
    pub fn seat(&self, name: &str, role: &str) -> Result<Seat> {
        let told: Value = serde_json::from_str(&self.ask(&["seat", "add", "--name", name, "--role", role])?)?;
        let password = told.get("one_time_password").and_then(Value::as_str).context("no one-time password")?;
        Seat::first_sign_in(self.console, name, password)
    }

    /// Any command of `hifazat-room` over this room's folder; what it wrote.
    ///
    /// # Errors
    /// When it does not end well; its words are told.
    pub fn ask(&self, words: &[&str]) -> Result<String> {
        self.try_to(words)?.success().with_context(|| format!("hifazat-room {}", words.join(" ")))
    }

    /// As [`ask`](Self::ask), when the test wants to see how it ends.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn try_to(&self, words: &[&str]) -> Result<Ended> {
        self.try_around(&Around::Nothing, words)
    }

    /// The same with something around it.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn try_around(&self, around: &Around, words: &[&str]) -> Result<Ended> {
        let folder = self.folder();
        let data = [OsString::from("--data"), folder.into()];
        let args = words.iter().map(OsString::from).chain(data);
        finish(around, &program("hifazat-room")?, args)
    }
}
