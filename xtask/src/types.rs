//! `./x types`: the TypeScript types that the pages compile against, written from the Rust ones.
//!
//! The tests that find them stale write them as well when `HIFAZAT_WRITE_TYPES` is set.

use anyhow::{Context, Result};

use crate::command::cargo;

/// The crates whose types cross to a page.
const CRATES: [&str; 2] = ["hifazat-phone-shell", "hifazat-room-server"];

/// `./x types`.
pub(crate) fn write() -> Result<()> {
    for name in CRATES {
        cargo(["test", "-q", "-p", name, "--test", "typescript"])
            .env("HIFAZAT_WRITE_TYPES", "1")
            .run()
            .with_context(|| format!("writing the types of {name}"))?;
    }
    Ok(())
}
