//! Mosquitto over TLS, as a process of its own over a folder of its own.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use hifazat_netlab::Lab;
use hifazat_testkit::free_port;
use tempfile::TempDir;

use super::certificate::Certificate;

const PROGRAM: &str = "mosquitto";

/// Why there can be none; nothing when there can.
pub(super) fn obstacle() -> Option<String> {
    let mut help = Command::new(PROGRAM);
    help.arg("-h").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    help.status().err().map(|error| format!("{PROGRAM} cannot be started: {error}. ./x bench delivery installs it."))
}

/// A broker. Killed when dropped.
pub(super) struct Broker {
    child: Child,
    folder: TempDir,
    /// For the phone, over TLS.
    pub(super) outside: SocketAddr,
    /// For whoever listens on this machine.
    pub(super) inside: SocketAddr,
}

impl Broker {
    pub(super) fn start(lab: &Lab, certificate: &Certificate) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let outside = SocketAddr::from((lab.room(), free_port()?));
        let inside = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let path = |name: &str| folder.path().join(name);
        fs::write(path("certificate.pem"), certificate.pem())?;
        fs::write(path("key.pem"), certificate.key_pem())?;
        fs::write(path("broker.conf"), settings(&folder.path().to_string_lossy(), outside, inside))?;
        let mut command = Command::new(PROGRAM);
        command.arg("-c").arg(path("broker.conf"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A terminal's Ctrl-C is for us, who then end it.
        let child = command.process_group(0).spawn().with_context(|| format!("starting {PROGRAM}"))?;
        Ok(Self { child, folder, outside, inside })
    }

    /// Whether these bytes lie in what it keeps on its disk.
    pub(super) fn keeps(&self, message: &[u8]) -> bool {
        let kept = fs::read(self.folder.path().join("mosquitto.db")).unwrap_or_default();
        kept.windows(message.len().max(1)).any(|window| window == message)
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        // One that is gone already is what we want.
        let _gone = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// It saves after each change, which is the most often it can.
fn settings(folder: &str, outside: SocketAddr, inside: SocketAddr) -> String {
    format!(
        "user root\n\
         log_dest none\n\
         allow_anonymous true\n\
         persistence true\n\
         persistence_location {folder}/\n\
         autosave_on_changes true\n\
         autosave_interval 1\n\
         listener {} {}\n\
         certfile {folder}/certificate.pem\n\
         keyfile {folder}/key.pem\n\
         listener {} {}\n",
        outside.port(),
        outside.ip(),
        inside.port(),
        inside.ip(),
    )
}
