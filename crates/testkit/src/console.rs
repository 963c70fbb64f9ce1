//! An operator at the console: what the page may ask, asked by a test.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::http::{self, Answer};

/// The password every seat of a test chooses.
const PASSWORD: &str = "a long enough password for tests";

/// A seat that is signed in.
#[derive(Clone, Debug)]
pub struct Seat {
    console: u16,
    cookie: String,
    csrf: String,
}

impl Seat {
    /// Signs in with a one-time password and chooses another.
    pub(crate) fn first_sign_in(console: u16, name: &str, one_time: &str) -> Result<Self> {
        let body = json!({ "seat": name, "password": one_time, "new_password": PASSWORD });
        Self::sign_in(console, &body)
    }

    /// Signs in again, as after a restart of the room.
    ///
    /// # Errors
    /// When the room does not let the seat in.
    pub fn sign_in_again(console: u16, name: &str) -> Result<Self> {
        Self::sign_in(console, &json!({ "seat": name, "password": PASSWORD }))
    }

    fn sign_in(console: u16, body: &Value) -> Result<Self> {
        let headers = [("Content-Type", "application/json")];
        let answer = http::request(console, "POST", "/api/session", &headers, body.to_string().as_bytes())?;
        let session = answer.success().context("signing in")?;
        let cookie = answer.header("set-cookie").and_then(|line| line.split(';').next());
        let cookie = cookie.context("no session cookie")?.to_owned();
        let csrf = session.get("csrf").and_then(Value::as_str).context("a session without csrf")?.to_owned();
        Ok(Self { console, cookie, csrf })
    }

    /// The session's cookie, for a connection of one's own.
    #[must_use]
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// What the desk shows.
    ///
    /// # Errors
    /// When the room does not tell.
    pub fn desk(&self) -> Result<Value> {
        self.get("/api/desk")?.success()
    }

    /// One incident with its facts.
    ///
    /// # Errors
    /// When the room does not tell.
    pub fn incident(&self, id: &str) -> Result<Value> {
        self.get(&format!("/api/incidents/{id}"))?.success()
    }

    /// An act upon an incident as it stands now: the newest revision is read first.
    ///
    /// # Errors
    /// When the room refuses it.
    pub fn act(&self, id: &str, act: &str, rest: Value) -> Result<Value> {
        let now = self.incident(id)?;
        let revision = now.get("revision").and_then(Value::as_u64).context("an incident without revision")?;
        self.act_upon(id, act, revision, rest)?.success().with_context(|| format!("{act} {id}"))
    }

    /// An act upon a revision that may be stale.
    ///
    /// # Errors
    /// When the room cannot be asked.
    pub fn act_upon(&self, id: &str, act: &str, revision: u64, rest: Value) -> Result<Answer> {
        let mut body = json!({ "revision": revision });
        if let (Some(body), Value::Object(rest)) = (body.as_object_mut(), rest) {
            body.extend(rest);
        }
        self.post(&format!("/api/incidents/{id}/{act}"), &body)
    }

    /// A reading request.
    ///
    /// # Errors
    /// When the room cannot be asked.
    pub fn get(&self, path: &str) -> Result<Answer> {
        http::request(self.console, "GET", path, &[("Cookie", &self.cookie)], b"")
    }

    /// A changing request, with the page's own token.
    ///
    /// # Errors
    /// When the room cannot be asked.
    pub fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        let headers =
            [("Cookie", self.cookie.as_str()), ("X-Hifazat-Csrf", &self.csrf), ("Content-Type", "application/json")];
        http::request(self.console, "POST", path, &headers, body.to_string().as_bytes())
    }
}
