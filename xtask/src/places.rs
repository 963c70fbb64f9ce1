//! Where things are: the checkout, what was built, the data folder.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

use anyhow::{Context, Result};

/// The checkout's own folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// How a path is shown to a person: from where they stand, when that is shorter.
pub(crate) fn shown(path: &Path) -> String {
    let near = env::current_dir().ok().and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    near.map_or_else(|| path.display().to_string(), |near| format!("./{}", near.display()))
}

/// A folder under the build folder that is gone when this is dropped.
#[derive(Debug)]
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    pub(crate) fn make(name: &str) -> Result<Self> {
        let path = target().join("x").join(format!("{name}-{}", process::id()));
        fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("x: {} could not be removed: {error}", self.0.display());
        }
    }
}
