//! `./x shots`: the screenshots in docs/, taken of the real pages.

use anyhow::{Context, Result};

use crate::command::npm;
use crate::interface;

/// `./x shots`.
pub(crate) fn take() -> Result<()> {
    interface::packages()?;
    for name in interface::INTERFACES {
        eprintln!("x: taking the screenshots of the {name}…");
        npm(["run", "shots", "--silent", "-w"])
            .arg(format!("ui/{name}"))
            .run()
            .with_context(|| format!("taking the screenshots of ui/{name}"))?;
    }
    Ok(())
}
