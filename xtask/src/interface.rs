//! The two user interfaces: their packages and their built pages.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::command::{Call, npm};
use crate::places;

/// The packages of ui/, by the folder each one stands in.
pub(crate) const INTERFACES: [&str; 2] = ["phone", "console"];

/// What neither counts as source nor is worth walking through.
const NOT_SOURCE: [&str; 5] = ["node_modules", "dist", "paraglide", "test-results", "tests"];

/// What brings the npm packages, when package-lock.json changed since they were brought.
///
/// Not `npm ci`: npm 11 refuses it when the registry (a company's mirror, say) lacks an optional package of a platform
/// nobody here runs on. `install --no-save` follows the same lock file and changes nothing that is committed.
pub(crate) fn missing_packages() -> Option<Call> {
    let call = npm(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
    (!packages_are_current()).then_some(call)
}

/// Brings them.
pub(crate) fn packages() -> Result<()> {
    let Some(call) = missing_packages() else { return Ok(()) };
    eprintln!("x: bringing the npm packages…");
    call.run().context("bringing the npm packages")
}

/// What builds one page.
pub(crate) fn page(name: &str) -> Call {
    let build = npm(["run", "build", "--silent", "-w"]).arg(format!("ui/{name}"));
    build.args(["--", "--logLevel", "error"])
}

/// npm writes its own record of what it installed; a lock file younger than that has not been followed yet.
fn packages_are_current() -> bool {
    let root = places::root();
    let lock = modified(&root.join("package-lock.json"));
    let record = modified(&root.join("node_modules/.package-lock.json"));
    matches!((lock, record), (Some(lock), Some(record)) if lock <= record)
}

/// Builds both pages, each only when one of its sources is younger than what was built.
pub(crate) fn build() -> Result<()> {
    packages()?;
    for name in INTERFACES {
        if !is_current(name)? {
            eprintln!("x: building the page of the {name}…");
            page(name).run().with_context(|| format!("building ui/{name}"))?;
        }
    }
    Ok(())
}

fn is_current(name: &str) -> Result<bool> {
    let ui = places::root().join("ui");
    let Some(built) = modified(&ui.join(name).join("dist/index.html")) else { return Ok(false) };
    let lock = modified(&places::root().join("package-lock.json"));
    let sources = [youngest(&ui.join(name))?, youngest(&ui.join("shared"))?, lock];
    Ok(sources.into_iter().flatten().all(|source| source <= built))
}

/// When the youngest source file under `folder` was changed.
fn youngest(folder: &Path) -> Result<Option<SystemTime>> {
    let mut found = None;
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("reading {}", folder.display()))?;
        if NOT_SOURCE.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let path = entry.path();
        found = found.max(if path.is_dir() { youngest(&path)? } else { modified(&path) });
    }
    Ok(found)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|found| found.modified()).ok()
}
