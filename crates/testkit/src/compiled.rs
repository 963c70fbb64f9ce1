//! What tests compile themselves (Kotlin, Swift): once for all of them, which run side by side in processes of their own, and
//! again when a source has changed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Lets `compile` fill `made/out` unless it holds what these sources gave; answers where that is. A folder among the sources
/// means every file below it.
pub(crate) fn once(made: &Path, sources: &[PathBuf], compile: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let mut texts = Vec::new();
    for source in sources {
        gather(source, &mut texts)?;
    }
    fs::create_dir_all(made)?;
    let lock = File::create(made.join("lock"))?;
    lock.lock().context("waiting for another compilation")?;
    let (out, stamp) = (made.join("out"), made.join("compiled"));
    if !out.exists() || fs::read(&stamp).ok().as_ref() != Some(&texts) {
        compile(&out)?;
        fs::write(&stamp, texts)?;
    }
    Ok(out)
}

fn gather(source: &Path, texts: &mut Vec<u8>) -> Result<()> {
    if !source.is_dir() {
        texts.extend(fs::read(source).with_context(|| format!("reading {}", source.display()))?);
        return Ok(());
    }
    let mut inside: Vec<_> = fs::read_dir(source)?.map(|file| Ok(file?.path())).collect::<Result<_>>()?;
    inside.sort();
    inside.iter().try_for_each(|file| gather(file, texts))
}
