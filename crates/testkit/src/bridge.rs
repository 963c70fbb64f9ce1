//! A phone behind its page: what the page may ask of it, asked by a test.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::http;
use crate::patience::eventually;
use crate::process::Process;

/// A phone that runs as it does behind its page. Killed when dropped.
#[derive(Debug)]
pub struct Bridge {
    port: u16,
    process: Process,
}

impl Bridge {
    pub(crate) fn over(port: u16, mut process: Process) -> Result<Self> {
        let ready = eventually("the phone's page answers", || {
            anyhow::ensure!(process.runs()?, "the phone ended while starting");
            Ok(http::request(port, "POST", "/bridge/view", &JSON, b"{}").ok().filter(|answer| answer.status == 200))
        });
        ready.with_context(|| process.words())?;
        Ok(Self { port, process })
    }

    /// What she sees.
    ///
    /// # Errors
    /// When the phone does not tell.
    pub fn view(&self) -> Result<Value> {
        self.call("view", &json!({}))
    }

    /// A command of the page.
    ///
    /// # Errors
    /// When the phone refuses it.
    pub fn call(&self, name: &str, arguments: &Value) -> Result<Value> {
        let body = arguments.to_string();
        let answer = http::request(self.port, "POST", &format!("/bridge/{name}"), &JSON, body.as_bytes())?;
        answer.success().with_context(|| format!("the phone's command {name}"))
    }

    /// Waits until what she sees is as asked.
    ///
    /// # Errors
    /// When it does not become so; what she sees is told.
    pub fn until(&self, what: &str, mut is_so: impl FnMut(&Value) -> bool) -> Result<Value> {
        let mut last = Value::Null;
        let found = eventually(what, || {
            last = self.view()?;
            Ok(is_so(&last).then(|| last.clone()))
        });
        found.with_context(|| format!("she sees {last:#}"))
    }

    /// Holds the button.
    ///
    /// # Errors
    /// When the phone refuses.
    pub fn raise(&self) -> Result<Value> {
        self.call("raise", &json!({ "trigger": "hold" }))
    }

    /// The process, to be killed.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }
}

const JSON: [(&str, &str); 1] = [("Content-Type", "application/json")];
