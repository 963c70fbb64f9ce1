//! A Kannel gateway: Debian's `bearerbox` and `smsbox`, with the `fakesmsc` of kannel-extras on its far side.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::http::{self, Answer};
use crate::patience::eventually;
use crate::ports::free_port;
use crate::process::{Around, Process};

const BEARERBOX: &str = "/usr/sbin/bearerbox";
const SMSBOX: &str = "/usr/sbin/smsbox";
const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";
const SECRET: &str = "kannel knows this and nobody else";
const SEND_PASSWORD: &str = "room sends";

/// How Kannel hands a text over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// `get-url`
    Get,
    /// `post-url`
    Post,
}

/// A gateway at work.
#[derive(Debug)]
pub struct Kannel {
    home: TempDir,
    /// Where it brings texts.
    brings_to: u16,
    network: u16,
    sendsms: u16,
    phone: Option<Process>,
    _boxes: [Process; 2],
}

impl Kannel {
    /// Why there can be none here.
    #[must_use]
    pub fn obstacle() -> Option<String> {
        let missing = [BEARERBOX, SMSBOX, FAKESMSC].into_iter().find(|program| !Path::new(program).exists())?;
        Some(format!("{missing} is not here (Debian: kannel, kannel-extras)"))
    }

    /// A gateway that brings texts to a room on a port that is still free.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn open(handover: Handover) -> Result<Self> {
        let home = tempfile::tempdir().context("a folder for Kannel")?;
        let [admin, boxes, network, sendsms, brings_to] = ports()?;
        let secret = format!("secret={}", SECRET.replace(' ', "+"));
        let url = match handover {
            Handover::Get => format!("get-url = \"http://127.0.0.1:{brings_to}/texts?{secret}&from=%p&text=%a\""),
            Handover::Post => format!("post-url = \"http://127.0.0.1:{brings_to}/texts?{secret}&from=%p\""),
        };
        let settings = home.path().join("kannel.conf");
        let text = format!(
            "group = core\nadmin-port = {admin}\nadmin-password = none\nadmin-interface = 127.0.0.1\n\
             smsbox-port = {boxes}\nbox-allow-ip = 127.0.0.1\n\n\
             group = smsc\nsmsc = fake\nsmsc-id = network\nport = {network}\nconnect-allow-ip = 127.0.0.1\n\n\
             group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {sendsms}\nsendsms-interface = 127.0.0.1\n\
             http-request-retry = 1000000\nhttp-queue-delay = 1\n\n\
             group = sendsms-user\nusername = room\npassword = \"{SEND_PASSWORD}\"\nmax-messages = 1\n\n\
             group = sms-service\nkeyword = default\ncatch-all = true\nmax-messages = 0\n{url}\n"
        );
        fs::write(&settings, text).context("writing kannel.conf")?;
        let start = |program: &str, words: &str| {
            let words = home.path().join(words);
            Process::start(&Around::Nothing, Path::new(program), [&settings], &words)
        };
        let bearerbox = start(BEARERBOX, "bearerbox")?;
        eventually("bearerbox listens", || Ok(http::request(admin, "GET", "/status.txt", &[], b"").ok()))
            .with_context(|| bearerbox.words())?;
        let smsbox = start(SMSBOX, "smsbox")?;
        // Its own wrong answer to a request without a user is an answer.
        eventually("smsbox listens", || Ok(http::request(sendsms, "GET", "/cgi-bin/sendsms", &[], b"").ok()))
            .with_context(|| smsbox.words())?;
        Ok(Self { home, brings_to, network, sendsms, phone: None, _boxes: [bearerbox, smsbox] })
    }

    /// What a room is served with to take its texts and give it some; the secrets lie in files.
    ///
    /// # Errors
    /// When those cannot be written.
    pub fn options(&self) -> Result<Vec<String>> {
        let written = |name: &str, secret: &str| {
            let file = self.home.path().join(name);
            fs::write(&file, format!("{secret}\n")).with_context(|| format!("writing {name}"))?;
            anyhow::Ok(file.display().to_string())
        };
        let (secret, password) = (written("secret", SECRET)?, written("password", SEND_PASSWORD)?);
        let (door, gate) = (self.brings_to, self.sendsms);
        let kannel = ["--kannel".to_owned(), format!("127.0.0.1:{door}"), "--kannel-secret-file".to_owned(), secret];
        let gate = format!("http://room@127.0.0.1:{gate}/cgi-bin/sendsms");
        let send = ["--kannel-send".to_owned(), gate, "--kannel-send-password-file".to_owned(), password];
        Ok(kannel.into_iter().chain(send).collect())
    }

    /// A phone sends a text: it is at the gateway when this returns, and not yet with the room.
    ///
    /// # Errors
    /// When the gateway does not take it.
    pub fn send(&mut self, from: &str, words: &str) -> Result<()> {
        self.send_as(&format!("{from} 8014 text {words}"))
    }

    /// As [`send`](Self::send), as fakesmsc writes a message: `SENDER RECEIVER text|data|udh …`.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_as(&mut self, message: &str) -> Result<()> {
        // The gateway's far side takes one caller at a time.
        drop(self.phone.take());
        let words = self.home.path().join("fakesmsc");
        if words.exists() {
            fs::remove_file(&words).context("putting away what fakesmsc said")?;
        }
        let network = self.network.to_string();
        let args = ["-H", "127.0.0.1", "-r", &network, "-i", "0", "-m", "1", message];
        let phone = self.phone.insert(Process::start(&Around::Nothing, Path::new(FAKESMSC), args, &words)?);
        eventually("the text has left", || {
            let words = phone.words();
            ensure!(phone.runs()? || words.contains("sent message 1"), "fakesmsc ended: {words}");
            Ok(words.contains("sent message 1").then_some(()))
        })
    }

    /// What the phone that sent last has got since, once it holds `expected`.
    ///
    /// # Errors
    /// When it does not come.
    pub fn until_phone_got(&self, expected: &str) -> Result<String> {
        eventually("a text to the phone", || Ok(Some(self.phone_words()).filter(|words| words.contains(expected))))
            .with_context(|| self.phone_words())
    }

    /// What the phone that sent last says of itself.
    #[must_use]
    pub fn phone_words(&self) -> String {
        self.phone.as_ref().map(Process::words).unwrap_or_default()
    }

    /// The room's door for this gateway, called by somebody else on this machine.
    ///
    /// # Errors
    /// When the room does not answer.
    pub fn call_its_door(&self, method: &str, path: &str) -> Result<Answer> {
        http::request(self.brings_to, method, path, &[], b"")
    }

    /// The query that shows its secret.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("secret={}", SECRET.replace(' ', "+"))
    }
}

fn ports<const N: usize>() -> Result<[u16; N]> {
    let ports = (0..N).map(|_| free_port()).collect::<Result<Vec<_>>>()?;
    ports.try_into().map_err(|_| anyhow::anyhow!("ports"))
}
