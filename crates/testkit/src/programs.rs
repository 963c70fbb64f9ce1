//! Where the built programs are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The program of this name, as the same build made it. `HIFAZAT_PROGRAMS` names another folder, such as one of
/// release builds.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    let program = folder()?.join(name);
    ensure!(program.exists(), "{} is not built: ./x test --only build", program.display());
    Ok(program)
}

/// The folder of the programs.
pub(crate) fn folder() -> Result<PathBuf> {
    env::var_os("HIFAZAT_PROGRAMS").map_or_else(beside_this_test, |folder| Ok(PathBuf::from(folder)))
}

/// The folder that every build writes under.
pub(crate) fn target() -> Result<PathBuf> {
    folder()?.parent().map(Path::to_owned).context("the programs lie in the folder of their profile")
}

/// Tests lie in `deps` beside the programs.
fn beside_this_test() -> Result<PathBuf> {
    let test = env::current_exe().context("where this test lies")?;
    let folder = test.parent().context("a test lies in a folder")?;
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    Ok(folder.to_owned())
}
