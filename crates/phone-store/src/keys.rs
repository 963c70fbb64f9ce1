//! The one key that opens the vault, in its file: 32 bytes as they are, or wrapped under a key of the telephone's safe.
//!
//! A key that lies there bare is wrapped the first time the safe gives its key. The file is replaced whole, so a process that
//! dies in between leaves one or the other. What cannot be unwrapped with the key that the safe gives was wrapped under one
//! that is gone: it is set aside, never deleted, and a fresh key takes its place. While the safe gives *nothing*, nothing is
//! touched: the vault is shut, and opens when the safe does.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hifazat_crash_points::{phone as points, reached};
use hifazat_phone::KeyKept;
use hifazat_protocol::{Entropy, UnixMillis};
use zeroize::Zeroizing;

use crate::copy;
use crate::folder::{Folder, with_suffix};
use crate::safe::{MARK, Safe};

/// The name of its file.
pub(crate) const FILE: &str = "vault.key";

type Key = Zeroizing<[u8; 32]>;

/// The file, and what is known of the safe.
pub(crate) struct KeyFile {
    folder: Folder,
    known: Mutex<Known>,
}

struct Known {
    safe: Safe,
    kept: Option<KeyKept>,
}

/// What the file holds.
enum Found {
    Nothing,
    Bare(Key),
    Wrapped(Vec<u8>),
    /// Neither a key nor a wrapped one.
    Damaged,
}

impl KeyFile {
    pub(crate) fn of(folder: Folder, safe: Safe) -> Self {
        Self { folder, known: Mutex::new(Known { safe, kept: None }) }
    }

    /// What the safe gives now; whether that is news. What it gave first counts, also when it falls silent.
    pub(crate) fn take(&self, safe: Safe) -> bool {
        let mut known = self.known();
        let is_news = matches!((&known.safe, &safe), (Safe::NotHere | Safe::Silent, Safe::Gave(_)));
        if is_news {
            known.safe = safe;
        }
        is_news
    }

    /// How the key was kept when it was last come to.
    pub(crate) fn kept(&self) -> Option<KeyKept> {
        self.known().kept
    }

    /// The key; made at the first call, wrapped as soon as there is something to wrap it under. `None`: the vault is shut.
    /// Called under the folder's lock, so never by two processes at once.
    ///
    /// # Errors
    /// The file or its folder cannot be read or written; the phone then goes on from memory.
    pub(crate) fn key(&self, entropy: &dyn Entropy, now: UnixMillis) -> io::Result<Option<Key>> {
        let safe = self.known().safe.clone();
        let (key, kept) = match (self.read()?, &safe) {
            (Found::Nothing, _) => self.make(&safe, entropy)?,
            (Found::Bare(key), Safe::NotHere | Safe::Silent) => (key, bare(&safe)),
            (Found::Bare(key), Safe::Gave(_)) => {
                let kept = self.write(&key, &safe, entropy).unwrap_or_else(|error| {
                    tracing::error!(%error, "the vault's key could not be wrapped and stays as it is");
                    KeyKept::Bare
                });
                (key, kept)
            }
            (Found::Wrapped(_), Safe::NotHere | Safe::Silent) => {
                tracing::error!("the vault is shut: its key is wrapped and the telephone's safe gives nothing");
                self.known().kept = Some(KeyKept::Shut);
                return Ok(None);
            }
            (Found::Wrapped(wrapped), Safe::Gave(wrapping)) => match wrapping.unwrap(&wrapped) {
                Some(key) => (key, KeyKept::Wrapped),
                None => self.make_anew(&safe, entropy, now)?,
            },
            (Found::Damaged, _) => self.make_anew(&safe, entropy, now)?,
        };
        self.known().kept = Some(kept);
        Ok(Some(key))
    }

    /// The key, if it can be had without a change on the disk.
    pub(crate) fn glance(&self) -> Option<Key> {
        match (self.read().ok()?, &self.known().safe) {
            (Found::Bare(key), _) => Some(key),
            (Found::Wrapped(wrapped), Safe::Gave(wrapping)) => wrapping.unwrap(&wrapped),
            (Found::Nothing | Found::Damaged, _) | (Found::Wrapped(_), Safe::NotHere | Safe::Silent) => None,
        }
    }

    fn read(&self) -> io::Result<Found> {
        let mut bytes = Zeroizing::new(Vec::new());
        match File::open(self.path()) {
            Ok(mut file) => file.read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        };
        Ok(match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(key) => Found::Bare(Zeroizing::new(key)),
            Err(_) if bytes.starts_with(MARK) => Found::Wrapped(bytes.to_vec()),
            Err(_) => Found::Damaged,
        })
    }

    /// What can no longer be opened is kept for those who might: the key, and before it the values that only it opens.
    fn make_anew(&self, safe: &Safe, entropy: &dyn Entropy, now: UnixMillis) -> io::Result<(Key, KeyKept)> {
        tracing::error!("the vault's key cannot be opened; it is set aside and a fresh one takes its place");
        for file in [copy::FILE, FILE] {
            self.folder.put_aside(file, now)?;
        }
        self.make(safe, entropy)
    }

    fn make(&self, safe: &Safe, entropy: &dyn Entropy) -> io::Result<(Key, KeyKept)> {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key);
        let kept = self.write(&key, safe, entropy)?;
        reached(points::KEY_MADE);
        Ok((key, kept))
    }

    /// Writes the key down, wrapped where there is something to wrap it under.
    fn write(&self, key: &Key, safe: &Safe, entropy: &dyn Entropy) -> io::Result<KeyKept> {
        let (bytes, kept) = match safe {
            Safe::NotHere | Safe::Silent => (Zeroizing::new(key.to_vec()), bare(safe)),
            Safe::Gave(wrapping) => {
                let wrapped = wrapping.wrap(key, entropy).ok_or_else(|| io::Error::other("the cipher refused"))?;
                (Zeroizing::new(wrapped), KeyKept::Wrapped)
            }
        };
        write_private(&self.path(), &bytes)?;
        Ok(kept)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn bare(safe: &Safe) -> KeyKept {
    match safe {
        Safe::NotHere => KeyKept::NoSafe,
        Safe::Silent | Safe::Gave(_) => KeyKept::Bare,
    }
}

/// Writes a file that is either whole or absent, readable by its owner only, and on the disk when this returns.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let fresh = with_suffix(path, ".new");
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
