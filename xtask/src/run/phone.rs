//! The phone of `./x run`: its own window where there is a display, otherwise the same page in a browser.

use std::env;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result};

use super::folder::Folder;
use crate::binaries::Programs;
use crate::children::{Child, Interrupt, wait_until};
use crate::command::call;
use crate::places;
use crate::room::{Room, local};

/// What the window is called when it is told of.
pub(crate) const WINDOW: &str = "the phone's window";
/// How long the page may take until it answers.
const START_LIMIT: Duration = Duration::from_secs(20);

pub(crate) fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Whether this checkout has the window's package.
pub(crate) fn has_window() -> bool {
    places::root().join("src-tauri/Cargo.toml").exists()
}

/// Gives the phone the room's bundle, once.
pub(crate) fn init(folder: &Folder, room: &Room<'_>, programs: &Programs) -> Result<()> {
    if folder.phone().exists() {
        return Ok(());
    }
    room.write_bundle(&folder.bundle())?;
    let call = call(&programs.phone, ["--data"]).arg(folder.phone()).args(["init", "--bundle"]).arg(folder.bundle());
    call.output().context("giving the phone its trust bundle")?;
    Ok(())
}

/// The page of the phone, over a bridge that only this machine reaches.
pub(crate) fn page(folder: &Folder, programs: &Programs, port: u16, interrupt: &Interrupt) -> Result<Child> {
    let page = places::root().join("ui/phone/dist");
    let mut args = vec!["--data".into(), folder.phone().into_os_string(), "bridge".into()];
    args.extend(["--listen".into(), local(port).to_string().into(), "--page".into(), page.into_os_string()]);
    let mut child = Child::start("the phone", &programs.phone, args, &folder.log("phone"))?;
    wait_until(&mut child, interrupt, START_LIMIT, || TcpStream::connect(local(port)).is_ok())?;
    Ok(child)
}

/// The phone in a window of its own.
pub(crate) fn window(folder: &Folder, programs: &Programs) -> Result<Child> {
    let args = ["--data".into(), folder.phone().into_os_string()];
    Child::start(WINDOW, &programs.app, args, &folder.log("phone"))
}
