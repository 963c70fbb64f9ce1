//! The store itself: one connection, opened when it can be, reopened when the file was set aside.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hifazat_crash_points::{phone as points, reached};
use hifazat_phone::{KeyKept, StoreError};
use hifazat_protocol::Entropy;
use hifazat_time::Clock;
use rusqlite::{Connection, TransactionBehavior};

use crate::cipher::Cipher;
use crate::connection::{self, Belief, Open, is_damage, wants_reopening};
use crate::folder::{Folder, file_number};
use crate::keys::KeyFile;
use crate::safe::Safe;
use crate::tables::alerts::Sealer;

mod outbox;
mod vault;

/// After so many writes the log is folded into the database, between taps.
const FOLD_AFTER: u32 = 64;
/// Taps alone never fold, unless the log has grown beyond all measure.
const FOLD_AT_LAST: u32 = 4_000;

/// The phone's outbox and vault in a data folder.
pub struct PhoneStore {
    folder: Folder,
    keys: KeyFile,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    open: Option<(Open, Cipher)>,
    /// Own writes, and reopenings: others' writes are counted by SQLite.
    writes: u32,
    unfolded: u32,
    /// The file that was open last, and that another one has taken its place since.
    known_file: Option<(u64, u64)>,
    replaced: bool,
}

/// Who asks: the outbox is told when the database was replaced, the vault has its copy. What is sealed already is carried
/// while the vault is shut; what would have to be sealed is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Outbox,
    /// The outbox, with something to seal.
    Sealing,
    Vault,
}

/// What a transaction works with.
pub(crate) struct Work<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) sealer: Sealer<'a>,
}

impl PhoneStore {
    /// The store of a data folder on a machine without a safe. Never fails: what cannot be opened now is tried again at
    /// every call, and until then each call answers [`StoreError::Unavailable`].
    #[must_use]
    pub fn open(folder: &Path, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self::with_safe(folder, Safe::NotHere, clock, entropy)
    }

    /// The same on a telephone, by whose safe the vault's key is wrapped.
    #[must_use]
    pub fn with_safe(folder: &Path, safe: Safe, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let folder = Folder::at(folder);
        let keys = KeyFile::of(folder.clone(), safe);
        let store = Self { folder, keys, clock, entropy, inner: Mutex::default() };
        if let Err(error) = store.inner().connect(&store, Belief::Good) {
            tracing::error!(%error, "the store is not available yet");
        }
        store
    }

    /// What the safe gives now, perhaps later than the store was opened: a bare key is wrapped, a shut vault opens. Whether
    /// it did that: what was read before was not what the vault holds.
    pub fn take_safe(&self, safe: Safe) -> bool {
        let was_shut = self.keys.kept() == Some(KeyKept::Shut);
        if !self.keys.take(safe) {
            return false;
        }
        if let Err(error) = self.inner().take_key(self) {
            tracing::error!(%error, "the vault's key cannot be come to");
        }
        was_shut && self.keys.kept() == Some(KeyKept::Wrapped)
    }

    /// What was set aside within the last seven days, if anything, a damaged database or a key that opens no more: she has
    /// to be told.
    #[must_use]
    pub fn set_aside(&self) -> Option<PathBuf> {
        self.folder.newest_set_aside(self.clock.now())
    }

    /// Runs one immediate transaction; it is on the disk when this returns.
    pub(crate) fn change<T>(
        &self,
        side: Side,
        doing: &'static str,
        act: impl Fn(&Work<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.run(side, doing, TransactionBehavior::Immediate, act)
    }

    /// Runs one reading transaction: all of it is true at the same instant.
    pub(crate) fn look<T>(
        &self,
        side: Side,
        doing: &'static str,
        act: impl Fn(&Work<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.run(side, doing, TransactionBehavior::Deferred, act)
    }

    fn run<T>(
        &self,
        side: Side,
        doing: &'static str,
        behavior: TransactionBehavior,
        act: impl Fn(&Work<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let mut inner = self.inner();
        inner.ready(self, side, doing)?;
        if side != Side::Outbox && inner.is_shut() {
            return Err(StoreError::Unavailable { doing, why: "the vault is shut".to_owned() });
        }
        let result = match inner.attempt(self, behavior, &act) {
            Err(error) if wants_reopening(&error) => {
                tracing::error!(%error, doing, "the database is opened anew");
                inner.reopen(self, Belief::Good, doing)?;
                inner.ready(self, side, doing)?;
                inner.attempt(self, behavior, &act)
            }
            first => first,
        };
        match result {
            Ok(value) => {
                inner.count(behavior);
                Ok(value)
            }
            Err(error) if is_damage(&error) => {
                inner.reopen(self, Belief::Damaged, doing)?;
                inner.ready(self, side, doing)?;
                Err(StoreError::Unavailable { doing, why: error.to_string() })
            }
            Err(error) => Err(StoreError::Unavailable { doing, why: error.to_string() }),
        }
    }

    /// Folds the log into the database when it is time. Not part of a tap: a fold syncs twice.
    pub(crate) fn fold(&self, after_tap: bool) {
        let mut inner = self.inner();
        let limit = if after_tap { FOLD_AT_LAST } else { FOLD_AFTER };
        if inner.unfolded >= limit {
            inner.fold("PASSIVE");
        }
    }

    /// Folds and empties the log, so that nothing wiped lingers in it.
    pub(crate) fn fold_away(&self) {
        self.inner().fold("TRUNCATE");
    }

    pub(crate) fn revision_now(&self) -> Result<u64, StoreError> {
        let doing = "look for changes";
        let mut inner = self.inner();
        inner.ready(self, Side::Outbox, doing)?;
        let Some((open, _)) = &inner.open else { return Ok(0) };
        let others: u32 = open
            .db
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(|error| StoreError::Unavailable { doing, why: error.to_string() })?;
        Ok((u64::from(others) << 32) | u64::from(inner.writes))
    }

    /// What opens sealed values, also while the database does not open.
    pub(crate) fn cipher(&self) -> Option<Cipher> {
        self.keys.glance().map(|key| Cipher::new(&key))
    }

    /// Reads without writing a byte, for a disk that is full or read-only.
    pub(crate) fn glance<T>(&self, read: impl Fn(&Connection, &Cipher) -> rusqlite::Result<T>) -> Option<T> {
        let cipher = self.cipher()?;
        let seen = connection::open_for_a_glance(&self.folder).and_then(|db| read(&db, &cipher));
        seen.inspect_err(|error| tracing::debug!(%error, "nor can the database be read without writing")).ok()
    }

    pub(crate) fn key_file(&self) -> &KeyFile {
        &self.keys
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Opens what is not open, follows a database that another process has set aside, and tells the outbox's side, once,
    /// that alerts may be missing.
    fn ready(&mut self, store: &PhoneStore, side: Side, doing: &'static str) -> Result<(), StoreError> {
        let moved = |(open, _): &(Open, Cipher)| file_number(&store.folder.database()) != open.file;
        if self.open.as_ref().is_some_and(moved) {
            tracing::warn!("another process has set the database aside");
            self.reopen(store, Belief::Good, doing)?;
        }
        self.connect(store, Belief::Good).map_err(|why| StoreError::Unavailable { doing, why })?;
        match side {
            Side::Outbox | Side::Sealing if std::mem::take(&mut self.replaced) => Err(StoreError::SetAside),
            Side::Outbox | Side::Sealing | Side::Vault => Ok(()),
        }
    }

    fn connect(&mut self, store: &PhoneStore, belief: Belief) -> Result<(), String> {
        if self.open.is_none() {
            let _lock = store.folder.lock().map_err(|error| error.to_string())?;
            let cipher = cipher(store)?;
            let open = connection::open(&store.folder, belief, store.clock.now())?;
            self.replaced |= self.known_file.is_some() && self.known_file != open.file;
            self.known_file = open.file;
            self.open = Some((open, cipher));
        }
        Ok(())
    }

    /// Comes to the key anew, whether or not the database is open.
    fn take_key(&mut self, store: &PhoneStore) -> Result<(), String> {
        let Some((_, held)) = &mut self.open else { return self.connect(store, Belief::Good) };
        let _lock = store.folder.lock().map_err(|error| error.to_string())?;
        *held = cipher(store)?;
        self.writes = self.writes.wrapping_add(1);
        Ok(())
    }

    fn is_shut(&self) -> bool {
        self.open.as_ref().is_some_and(|(_, cipher)| cipher.is_shut())
    }

    fn reopen(&mut self, store: &PhoneStore, belief: Belief, doing: &'static str) -> Result<(), StoreError> {
        self.open = None;
        self.writes = self.writes.wrapping_add(1);
        self.connect(store, belief).map_err(|why| StoreError::Unavailable { doing, why })
    }

    fn attempt<T>(
        &mut self,
        store: &PhoneStore,
        behavior: TransactionBehavior,
        act: &impl Fn(&Work<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let Some((open, cipher)) = &mut self.open else { return Err(rusqlite::Error::InvalidQuery) };
        let change = open.db.transaction_with_behavior(behavior)?;
        let work = Work { db: &change, sealer: Sealer { cipher, entropy: &*store.entropy } };
        let value = act(&work)?;
        change.commit()?;
        Ok(value)
    }

    fn count(&mut self, behavior: TransactionBehavior) {
        if matches!(behavior, TransactionBehavior::Immediate) {
            self.writes = self.writes.wrapping_add(1);
            self.unfolded = self.unfolded.saturating_add(1);
        }
    }

    fn fold(&mut self, mode: &str) {
        let Some((open, _)) = &self.open else { return };
        let folded = open.db.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(()));
        match folded {
            Ok(()) => {
                self.unfolded = 0;
                reached(points::LOG_FOLDED);
            }
            Err(error) => tracing::debug!(%error, "the log is folded another time"),
        }
    }
}

/// What the key opens; shut without one. Call it under the folder's lock.
fn cipher(store: &PhoneStore) -> Result<Cipher, String> {
    let key = store.keys.key(&*store.entropy, store.clock.now());
    let key = key.map_err(|error| format!("the vault's key cannot be had: {error}"))?;
    Ok(key.map_or_else(Cipher::shut, |key| Cipher::new(&key)))
}
