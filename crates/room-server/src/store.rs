//! The room's database, opened with the folder's key for the log.

use anyhow::Context;
use hifazat_room::audit::{Note, ROOM};
use hifazat_room::ledger::Ledger;
use hifazat_room_store::{Reader, Store};
use hifazat_time::{Clock, SystemClock};

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

/// Opens it for reading only, also while the room serves.
///
/// # Errors
/// As [`open`], and when there is none.
pub(crate) fn read(folder: &Folder) -> anyhow::Result<Reader> {
    let file = folder.database();
    Reader::open(&file).with_context(|| format!("--data: the database {}", file.display()))
}

/// Runs one piece of work on the store from the command line, also while the room serves.
///
/// # Errors
/// As [`open`], and whatever the work says.
pub(crate) fn with_store<T>(folder: &Folder, work: impl AsyncFnOnce(&Store) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().context("cannot start")?;
    let store = open(folder, &read_json(&folder.keyring())?)?;
    runtime.block_on(work(&store))
}

/// A line in the chained log about something done from the command line.
///
/// # Errors
/// As [`with_store`].
pub(crate) fn note(folder: &Folder, what: &'static str, detail: String) -> anyhow::Result<()> {
    with_store(folder, async |store| {
        let note = Note::on_room(SystemClock.now(), ROOM, what, detail);
        store.note(note).await.with_context(|| format!("it is done, but the log does not say so ({what})"))
    })
}
