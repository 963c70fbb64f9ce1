//! Opening a data folder: store, vault, ways out, clock, chance, and the number of this start of the machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hifazat_phone::{LocationSource, Notice, Outbox, Phone, Ports};
use hifazat_phone_paths::{DatagramPath, Deadlines, Gaps, HttpsPath, Names};
use hifazat_phone_store::{PhoneStore, Safe};
use hifazat_protocol::OsEntropy;
use hifazat_time::Clock;

use super::Shell;

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not there and could not be made.
    #[error("the folder {folder} could not be made: {why}", folder = .folder.display())]
    Folder {
        /// Which.
        folder: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// What is in it could not be opened.
    #[error("the phone's store in {folder} could not be opened: {why}", folder = .folder.display())]
    Store {
        /// Which folder.
        folder: PathBuf,
        /// What the store said.
        why: String,
    },
}

impl Shell {
    /// Opens the phone that lives in a folder; makes a new one in an empty folder. For shells whose user can mend a bad
    /// folder; a person in danger gets [`Shell::open_anyhow`].
    ///
    /// # Errors
    /// [`OpenError`] naming the folder.
    pub fn open(folder: &Path, location: Arc<dyn LocationSource>, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        make_private(folder)?;
        let store = store(folder, Safe::NotHere, &clock);
        if let Err(error) = store.revision() {
            return Err(OpenError::Store { folder: folder.to_owned(), why: error.to_string() });
        }
        Ok(Self::over(store, location, clock))
    }

    /// Opens the phone that lives in a folder even when the folder cannot be read or written: the button must work all
    /// the same. Alerts go from memory and say so until the folder can be used, and while the `safe` in which the vault's
    /// key is gives nothing.
    #[must_use]
    pub fn open_anyhow(folder: &Path, safe: Safe, location: Arc<dyn LocationSource>, clock: Arc<dyn Clock>) -> Self {
        Self::over(store(folder, safe, &clock), location, clock)
    }

    fn over(store: Arc<PhoneStore>, location: Arc<dyn LocationSource>, clock: Arc<dyn Clock>) -> Self {
        let names = Names::new(Arc::clone(&clock));
        let https = Arc::new(HttpsPath::new(Arc::clone(&clock), names.clone(), Deadlines::default()));
        let outbox: Arc<dyn Outbox> = Arc::<PhoneStore>::clone(&store);
        let datagram = Arc::new(DatagramPath::new(Arc::clone(&clock), names, Gaps::default()));
        let phone = Arc::new(Phone::open(Ports {
            outbox,
            vault: Arc::<PhoneStore>::clone(&store),
            paths: vec![datagram, Arc::<HttpsPath>::clone(&https)],
            location: Arc::clone(&location),
            clock: Arc::clone(&clock),
            entropy: Arc::new(OsEntropy),
            boot: boot_number(),
        }));
        tell_set_aside(&store, &phone);
        Self { phone, store, https, location, clock }
    }
}

pub(super) fn tell_set_aside(store: &PhoneStore, phone: &Phone) {
    if let Some(file) = store.set_aside() {
        tracing::warn!(file = %file.display(), "what could not be opened has been set aside");
        phone.tell(Notice::StoreSetAside);
    }
}

fn store(folder: &Path, safe: Safe, clock: &Arc<dyn Clock>) -> Arc<PhoneStore> {
    Arc::new(PhoneStore::with_safe(folder, safe, Arc::clone(clock), Arc::new(OsEntropy)))
}

/// The folder, for its owner's eyes only.
fn make_private(folder: &Path) -> Result<(), OpenError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|why| OpenError::Folder { folder: folder.to_owned(), why })
}

/// Names this start of the machine, where Linux tells it.
fn boot_number() -> Option<u64> {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    u64::from_str_radix(&digits, 16).ok()
}
