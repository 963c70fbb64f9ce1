//! Where the built programs are.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

/// The program of this name, as the same build made it. `HIFAZAT_PROGRAMS` names another folder, such as one of
/// release builds.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    let folder = match env::var_os("HIFAZAT_PROGRAMS") {
        Some(folder) => PathBuf::from(folder),
        None => beside_this_test()?,
    };
    let program = folder.join(name);
    ensure!(program.exists(), "{} is not built: ./x test --only build", program.display());
    Ok(program)
}

/// Tests lie in `deps` beside the programs.
fn beside_this_test() -> Result<PathBuf> {
    let test = env::current_exe().context("where this test lies")?;
    let folder = test.parent().context("a test lies in a folder")?;
    let folder = if folder.ends_with("deps") { folder.parent().unwrap_or(folder) } else { folder };
    Ok(folder.to_owned())
}
