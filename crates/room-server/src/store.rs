//! The room's database, opened with the folder's key for the log.

use anyhow::Context;
use hifazat_room_store::{Reader, Store};

use crate::folder::{Folder, read_json};
use crate::keyring::Keyring;

/// Opens it for writing, and makes it when there is none.
///
/// # Errors
/// When it is damaged, foreign or newer than this program.
pub(crate) fn open(folder: &Folder, keyring: &Keyring) -> anyhow::Result<Store> {
    let file = folder.database();
    Store::open(&file, keyring.audit()?).with_context(|| format!("--data: the database {}", file.display()))
}

/// As [`open`], with the folder's own keyring.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_existing(folder: &Folder) -> anyhow::Result<Store> {
    open(folder, &read_json(&folder.keyring())?)
}

/// Opens it for reading only, also while the room serves.
///
/// # Errors
/// As [`open`], and when there is none.
pub(crate) fn read(folder: &Folder) -> anyhow::Result<Reader> {
    let file = folder.database();
    Reader::open(&file).with_context(|| format!("--data: the database {}", file.display()))
}
