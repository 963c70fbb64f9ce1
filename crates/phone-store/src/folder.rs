//! The data folder: its lock, its files, and what happens to one that is damaged.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use hifazat_crash_points::{phone as points, reached};
use hifazat_protocol::UnixMillis;

use crate::keys;

const DATABASE: &str = "phone.db";
const SET_ASIDE: &str = "set-aside";
/// Each of these that is set aside takes something of hers along.
const TOLD_OF: [&str; 2] = [DATABASE, keys::FILE];
/// For so long afterwards she is told of it.
const TOLD_FOR_MS: i64 = 7 * 86_400_000;

/// A data folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// What SQLite has written and not yet folded into the database.
    pub(crate) fn log(&self) -> PathBuf {
        with_suffix(&self.database(), "-wal")
    }

    /// Makes the folder, readable by its owner only, and locks it against other processes that open or set aside.
    pub(crate) fn lock(&self) -> io::Result<File> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.0)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(self.0.join("open.lock"))?;
        file.lock()?;
        Ok(file)
    }

    /// Moves the database and its log out of the way under a name with the time. Nothing is ever deleted.
    pub(crate) fn set_aside(&self, now: UnixMillis) -> io::Result<()> {
        // The database first: without it the next start knows what its log is, and sets that aside too. The other way
        // round, a start in between would work with a database that lacks its last commits.
        for suffix in ["", "-wal", "-shm"] {
            self.put_aside(&format!("{DATABASE}{suffix}"), now)?;
        }
        Ok(())
    }

    /// Moves one file out of the way, if it is there, under a name with the time.
    pub(crate) fn put_aside(&self, file: &str, now: UnixMillis) -> io::Result<()> {
        let from = self.0.join(file);
        if from.exists() {
            fs::rename(&from, self.free_name(file, now))?;
            reached(points::FILE_SET_ASIDE);
        }
        Ok(())
    }

    fn free_name(&self, file: &str, now: UnixMillis) -> PathBuf {
        let name = |extra: u32| {
            let number = if extra == 0 { String::new() } else { format!("-{extra}") };
            self.0.join(format!("{file}.{SET_ASIDE}-{}{number}", now.0))
        };
        (0..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(u32::MAX))
    }

    /// The newest database or key that was set aside within the last days.
    pub(crate) fn newest_set_aside(&self, now: UnixMillis) -> Option<PathBuf> {
        let mut found: Vec<(i64, PathBuf)> = Vec::new();
        for item in fs::read_dir(&self.0).ok()?.flatten() {
            let path = item.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let marked = name.split_once(&format!(".{SET_ASIDE}-")).filter(|(file, _)| TOLD_OF.contains(file));
            let at = marked.and_then(|(_, rest)| rest.split('-').next()).and_then(|at| at.parse().ok());
            if let Some(at) = at {
                found.push((at, path));
            }
        }
        let newest = found.into_iter().max()?;
        (now.0.saturating_sub(newest.0) <= TOLD_FOR_MS).then_some(newest.1)
    }
}

pub(crate) fn with_suffix(base: &Path, suffix: &str) -> PathBuf {
    let mut name = base.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Is the open file still the one under this path? Another process may have set it aside.
#[cfg(unix)]
pub(crate) fn file_number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

/// Elsewhere an open file cannot be renamed, so it is always the same one.
#[cfg(not(unix))]
pub(crate) fn file_number(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}
