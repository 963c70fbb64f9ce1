//! The data folder: what lies where, and that only its owner can read it.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use hifazat_crash_points::{reached, room as points};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One control room's folder (option `--data`).
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A folder that `init` made.
    ///
    /// # Errors
    /// When there is no control room in it; the sentence says how to make one.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let folder = Self { path: path.to_owned() };
        for file in [folder.keyring(), folder.certificates(), folder.bundle()] {
            if !file.try_exists().with_context(|| format!("--data: cannot read {}", file.display()))? {
                bail!(
                    "--data {}: no control room here ({} is missing); make one with `hifazat-room init --data {}`",
                    path.display(),
                    file.file_name().unwrap_or_default().display(),
                    path.display()
                );
            }
        }
        Ok(folder)
    }

    /// A folder for `init`: made when missing, refused when it already holds a control room.
    ///
    /// # Errors
    /// When anything of a control room is already there, or the folder cannot be made.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let folder = Self { path: path.to_owned() };
        for file in [folder.keyring(), folder.certificates(), folder.bundle(), folder.root_key(), folder.database()] {
            if file.try_exists().with_context(|| format!("--data: cannot read {}", file.display()))? {
                let found = file.file_name().unwrap_or_default().display();
                // `init` writes the bundle last, and no phone can know a room that has none.
                if !folder.bundle().exists() {
                    bail!(
                        "--data {}: an `init` was broken off here ({found} without bundle.json); nothing was changed. If \
                         no room has ever served from this folder, remove it and try again",
                        path.display()
                    );
                }
                bail!("--data {}: a control room is already here ({found}); nothing was changed", path.display());
            }
        }
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .with_context(|| format!("--data {}: cannot make this folder", path.display()))?;
        Ok(folder)
    }

    /// The folder itself.
    #[must_use]
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The database.
    #[must_use]
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("room.db")
    }

    /// Secret halves of the sealing and receipt keys.
    #[must_use]
    pub(crate) fn keyring(&self) -> PathBuf {
        self.path.join("keyring.json")
    }

    /// The CA and the server's certificate, with their keys.
    #[must_use]
    pub(crate) fn certificates(&self) -> PathBuf {
        self.path.join("certificates.json")
    }

    /// The newest signed trust bundle.
    #[must_use]
    pub(crate) fn bundle(&self) -> PathBuf {
        self.path.join("bundle.json")
    }

    /// The root key, until its owner takes it offline.
    #[must_use]
    pub(crate) fn root_key(&self) -> PathBuf {
        self.path.join("root-key.json")
    }

    /// Who is signed in.
    #[must_use]
    pub(crate) fn sessions(&self) -> PathBuf {
        self.path.join("sessions.json")
    }

    /// From where each seat has signed in.
    #[must_use]
    pub(crate) fn addresses(&self) -> PathBuf {
        self.path.join("addresses.json")
    }

    /// Claims the folder for one serving process: two would not hear of each other's commits. The claim ends with the
    /// returned file.
    ///
    /// # Errors
    /// When another process serves this folder.
    pub(crate) fn lock(&self) -> anyhow::Result<File> {
        let path = self.path.join("serving.lock");
        let about = || format!("--data: cannot open {}", path.display());
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let file = file.with_context(about)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => {
                bail!("--data {}: another hifazat-room already serves this folder", self.path.display())
            }
            Err(fs::TryLockError::Error(error)) => Err(error).with_context(about),
        }
    }

    /// Settings, when there are any.
    #[must_use]
    pub(crate) fn settings(&self) -> PathBuf {
        self.path.join("hifazat-room.toml")
    }
}

/// Reads one of our JSON files.
///
/// # Errors
/// When it cannot be read or understood; the file is named.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("cannot understand {}", path.display()))
}

/// Writes one of our JSON files for its owner only (0600): whole and on the disk, or not at all.
///
/// # Errors
/// When the disk refuses; the old file then stays.
pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> anyhow::Result<()> {
    let text = serde_json::to_vec_pretty(value).context("cannot write JSON")?;
    write_private(path, &text)
}

/// As [`write_json`], for bytes.
///
/// # Errors
/// As [`write_json`].
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path.file_name().context("a file needs a name")?.to_string_lossy().into_owned();
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let draft = parent.join(format!(".{name}.{}.new", std::process::id()));
    let written = write_draft(&draft, bytes).and_then(|()| fs::rename(&draft, path)).and_then(|()| {
        // The rename is on the disk only when the folder is.
        File::open(parent)?.sync_all()
    });
    reached(points::FILE_REPLACED);
    if written.is_err() && fs::remove_file(&draft).is_err() {
        tracing::trace!("no draft was left behind");
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

fn write_draft(draft: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    reached(points::FILE_DRAFTED);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn files_are_for_their_owner_only_and_are_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_json(&path, &1).unwrap();
        write_json(&path, &2).unwrap();
        assert_eq!(read_json::<u8>(&path).unwrap(), 2);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_with_a_room_is_refused_and_one_without_says_how_to_make_it() {
        let folder = tempfile::tempdir().unwrap();
        let missing = Folder::open(folder.path()).unwrap_err().to_string();
        assert!(missing.contains("--data") && missing.contains("init"), "{missing}");
        fs::write(folder.path().join("keyring.json"), "{}").unwrap();
        assert!(Folder::create(folder.path()).unwrap_err().to_string().contains("broken off"));
        fs::write(folder.path().join("bundle.json"), "{}").unwrap();
        assert!(Folder::create(folder.path()).unwrap_err().to_string().contains("already here"));
    }
}
