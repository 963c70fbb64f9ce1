//! `./x shots`: the screenshots in docs/, taken of the real pages.

use anyhow::{Context, Result};

use crate::binaries::{self, Profile};
use crate::command::{call, npm};
use crate::{interface, places};

/// `./x shots`.
pub(crate) fn take() -> Result<()> {
    interface::packages()?;
    // The phone's page knows which of its screens the documents show; the console's pictures are all of them.
    let console = places::root().join("docs/shots/console");
    for (name, folder) in [("phone", None), ("console", Some(console))] {
        eprintln!("x: taking the screenshots of the {name}…");
        let page = npm(["run", "shots", "--silent", "-w"]).arg(format!("ui/{name}"));
        let page = match folder {
            Some(folder) => page.arg("--").arg(folder),
            None => page,
        };
        page.run().with_context(|| format!("taking the screenshots of ui/{name}"))?;
    }
    binaries::programs(Profile::Dev, true)?;
    eprintln!("x: taking the screenshots of the real window…");
    let window = call("node", [places::root().join("tests/windows/shots.mjs")]);
    window.env("HIFAZAT_PROGRAMS", places::target().join("debug")).run().context("taking the window's screenshots")
}
