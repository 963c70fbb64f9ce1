//! `./x shots`: the screenshots in docs/, taken of the real pages.

use anyhow::{Context, Result};

use crate::binaries::{self, Profile};
use crate::command::{call, npm};
use crate::{interface, places};

/// `./x shots`.
pub(crate) fn take() -> Result<()> {
    interface::packages()?;
    for name in interface::INTERFACES {
        eprintln!("x: taking the screenshots of the {name}…");
        npm(["run", "shots", "--silent", "-w"])
            .arg(format!("ui/{name}"))
            .arg("--")
            .arg(places::root().join("docs/shots").join(name))
            .run()
            .with_context(|| format!("taking the screenshots of ui/{name}"))?;
    }
    binaries::programs(Profile::Dev, true)?;
    eprintln!("x: taking the screenshots of the real window…");
    let window = call("node", [places::root().join("tests/windows/shots.mjs")]);
    window.env("HIFAZAT_PROGRAMS", places::target().join("debug")).run().context("taking the window's screenshots")
}
