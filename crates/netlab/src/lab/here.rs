//! Whether a laboratory can be opened on this machine, and opening one at a time.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// Where the turn is taken. Only root can write there, so nobody can lay a trap.
const TURN: &str = "/run/hifazat-lab.lock";
const TUN: &str = "/dev/net/tun";

/// The first thing that is missing.
pub(super) fn obstacle() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("The network laboratory needs Linux: it is made of TUN devices and network namespaces.".into());
    }
    if !rustix::process::geteuid().is_root() {
        return Some(
            "The network laboratory needs root, to make TUN devices and a network namespace: use sudo.".into(),
        );
    }
    if !may_change_networks() {
        return Some(
            "The network laboratory needs the capabilities NET_ADMIN and SYS_ADMIN, which root lacks here.".into(),
        );
    }
    if let Err(error) = File::options().read(true).write(true).open(TUN) {
        return Some(format!("The network laboratory needs {TUN}, which cannot be opened here: {error}."));
    }
    if !starts("ip", "-V") {
        return Some("The network laboratory needs the command ip (package iproute2), which is not here.".into());
    }
    if !starts("nsenter", "--help") {
        return Some(
            "The network laboratory needs the command nsenter (package util-linux), which is not here.".into(),
        );
    }
    None
}

/// In a container root may be root in name alone.
#[cfg(target_os = "linux")]
fn may_change_networks() -> bool {
    use rustix::thread::{CapabilitySet, capabilities};

    let needed = CapabilitySet::NET_ADMIN | CapabilitySet::SYS_ADMIN;
    capabilities(None).is_ok_and(|has| has.effective.contains(needed))
}

#[cfg(not(target_os = "linux"))]
fn may_change_networks() -> bool {
    false
}

fn starts(program: &str, word: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(word).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// Does something while no other laboratory on this machine does it: two must not choose the same addresses. It is given
/// the number of the network that the last one took, and tells which it took itself. Taking turns keeps a socket of the
/// last one, still repeating itself to addresses that are gone, from speaking into the next.
pub(super) fn one_at_a_time<T>(deed: impl FnOnce(u8) -> Result<(u8, T)>) -> Result<T> {
    let turn = File::options().create(true).truncate(false).read(true).write(true).open(TURN);
    let mut turn = turn.with_context(|| format!("opening {TURN}"))?;
    // Given back when the file is closed, however this ends.
    turn.lock().with_context(|| format!("waiting for {TURN}"))?;
    let mut last = [u8::MAX];
    // Empty at the first time.
    let _read = turn.read(&mut last).with_context(|| format!("reading {TURN}"))?;
    let [last] = last;
    let (taken, done) = deed(last)?;
    turn.rewind().and_then(|()| turn.write_all(&[taken])).with_context(|| format!("writing {TURN}"))?;
    Ok(done)
}
