//! The program itself, serving as it is started for a control room.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// Killed when dropped.
pub(crate) struct Program {
    /// What it says on standard error nobody reads, unless it is taken.
    pub(crate) child: Child,
    pub(crate) phones: SocketAddr,
    pub(crate) console: SocketAddr,
}

impl Program {
    /// Over the room in this folder, on ports that are free; returns when it says that it is ready.
    pub(crate) fn serve(home: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hifazat-room"))
            .args(["serve", "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0", "--data"])
            .arg(home.join("room"))
            .args(more)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let console = ready["console"].as_str().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
        Self { child, phones: ready["listening"].as_str().unwrap().parse().unwrap(), console }
    }

    /// Asks it to end, as a system does.
    pub(crate) fn ask_to_end(&self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
