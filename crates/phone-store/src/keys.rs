//! Where the vault's key comes from. A file today; the system's key store takes its place on a phone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use hifazat_crash_points::{phone as points, reached};
use hifazat_protocol::Entropy;
use thiserror::Error;
use zeroize::Zeroizing;

/// Keeps the one key that opens the vault.
pub trait KeyVault: Send + Sync {
    /// The key; made at the first call. Called under the folder's lock, so never by two processes at once.
    ///
    /// # Errors
    /// [`KeyVaultError`]; the phone then goes on without its vault, from memory.
    fn key(&self, entropy: &dyn Entropy) -> Result<Zeroizing<[u8; 32]>, KeyVaultError>;
}

/// The key cannot be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyVaultError {
    /// The file or its folder cannot be read or written.
    #[error("the vault's key in {path} cannot be had: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system's key store refused.
    #[error("the system's key store refused: {0}")]
    Refused(String),
}

/// 32 bytes in a file that only its owner may read.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// The key file of a data folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join("vault.key") }
    }

    fn read(&self) -> io::Result<Option<Zeroizing<[u8; 32]>>> {
        let mut bytes = Zeroizing::new(Vec::new());
        match File::open(&self.path) {
            Ok(mut file) => file.read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(key) => Ok(Some(Zeroizing::new(key))),
            Err(_) => {
                // A key that was cut short opens nothing; it is kept for those who might mend it.
                tracing::error!("the vault's key file is damaged and has been set aside");
                fs::rename(&self.path, self.path.with_extension("key.damaged"))?;
                Ok(None)
            }
        }
    }

    fn make(&self, entropy: &dyn Entropy) -> io::Result<Zeroizing<[u8; 32]>> {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key);
        write_private(&self.path, &*key)?;
        reached(points::KEY_MADE);
        Ok(key)
    }
}

impl KeyVault for KeyFile {
    fn key(&self, entropy: &dyn Entropy) -> Result<Zeroizing<[u8; 32]>, KeyVaultError> {
        let found = self.read().and_then(|found| match found {
            Some(key) => Ok(key),
            None => self.make(entropy),
        });
        found.map_err(|source| KeyVaultError::File { path: self.path.clone(), source })
    }
}

/// Writes a file that is either whole or absent, readable by its owner only, and on the disk when this returns.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    reached(points::FILE_DRAFTED);
    fs::rename(&fresh, path)?;
    reached(points::FILE_REPLACED);
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
