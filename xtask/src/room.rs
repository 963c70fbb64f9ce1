//! A control room on this machine: made once, served, asked for its bundle.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::children::{Child, Interrupt, wait_until};
use crate::command::call;

/// How long a room may take until it answers.
const START_LIMIT: Duration = Duration::from_secs(30);

/// Where a room lives and listens; always on loopback.
#[derive(Debug)]
pub(crate) struct Room<'a> {
    pub(crate) program: &'a Path,
    /// The room's own data folder.
    pub(crate) folder: PathBuf,
    /// The port of the phones' TLS endpoint.
    pub(crate) phones: u16,
    /// The port of the console.
    pub(crate) console: u16,
    /// District boundaries, when there are any.
    pub(crate) boundaries: Option<PathBuf>,
}

impl Room<'_> {
    /// Whether `init` has been here.
    pub(crate) fn exists(&self) -> bool {
        fs::read_dir(&self.folder).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Keys, certificate, signed bundle, database.
    pub(crate) fn init(&self) -> Result<()> {
        let url = format!("https://127.0.0.1:{}", self.phones);
        self.ask(["init"], ["--public-url", &url]).context("making the control room")?;
        Ok(())
    }

    /// Makes a seat; its one-time password is told here and never again.
    pub(crate) fn add_seat(&self, name: &str, role: &str) -> Result<String> {
        let told = self.ask(["seat", "add"], ["--name", name, "--role", role]).context("making a seat")?;
        let told: Value = serde_json::from_str(&told).context("reading what `seat add` told")?;
        let password = told.get("one_time_password").and_then(Value::as_str);
        password.map(str::to_owned).context("`seat add` told no one-time password")
    }

    /// Serves until stopped; returns once it answers.
    pub(crate) fn serve(&self, log: &Path, interrupt: &Interrupt) -> Result<Child> {
        let mut args: Vec<OsString> = ["serve", "--data"].map(OsString::from).to_vec();
        args.push(self.folder.clone().into());
        args.extend(["--listen".into(), local(self.phones).to_string().into()]);
        args.extend(["--console".into(), local(self.console).to_string().into()]);
        if let Some(file) = &self.boundaries {
            args.extend(["--boundaries".into(), file.into()]);
        }
        let mut child = Child::start("the control room", self.program, args, log)?;
        wait_until(&mut child, interrupt, START_LIMIT, || is_ready(self.console))?;
        Ok(child)
    }

    /// Writes the signed bundle where a phone can be given it.
    pub(crate) fn write_bundle(&self, file: &Path) -> Result<()> {
        let bundle = self.ask(["bundle", "show"], [""; 0]).context("asking for the trust bundle")?;
        fs::write(file, bundle).with_context(|| format!("writing {}", file.display()))
    }

    fn ask<const N: usize, const M: usize>(&self, verb: [&str; N], rest: [&str; M]) -> Result<String> {
        call(self.program, verb).arg("--data").arg(&self.folder).args(rest).output()
    }
}

/// An address on this machine only.
pub(crate) fn local(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// Whether the room behind this console port says it is ready.
fn is_ready(console: u16) -> bool {
    answers(console, "/readyz").is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

fn answers(port: u16, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect_timeout(&local(port), Duration::from_millis(500))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
