//! The store that the room works with.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use async_trait::async_trait;
use hifazat_crash_points::{reached, room as points};
use hifazat_protocol::{AlertId, DeviceId, PathKey};
use hifazat_room::audit::{AuditKey, Note};
use hifazat_room::ledger::{
    Committed, Decide, Decision, File, Ledger, LedgerError, Outcome, ReceiptRow, Record, SeatBook, Snapshot, Target,
};
use hifazat_room::{Device, Incident, Revision, Seat};
use tokio::sync::{broadcast, mpsc};

use crate::connection::open_for_writing;
use crate::error::StoreError;
use crate::files;
use crate::migrations::migrate;
use crate::reader::Readers;
use crate::tables::{meta, seats};
use crate::writer::{Task, Work, Writer, queue, start_checkpoints};

/// Tasks that may wait. More: the disk does not keep up, and the phones are told to come again.
const WAITING: usize = 8_192;
/// Commits that a slow console may lag behind before it has to read everything again.
const TOLD: usize = 1_024;

/// One SQLite file. Dropping the last reference finishes what waits and closes it.
pub struct Store {
    tasks: Option<mpsc::Sender<Box<dyn Task>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    told: broadcast::Sender<Arc<Committed>>,
    readers: Arc<Readers>,
    file: PathBuf,
}

impl Store {
    /// Opens the file, makes it if there is none, and brings it to this version. The key signs the end of the log.
    ///
    /// # Errors
    /// [`StoreError`]; a file that is damaged or foreign is left as it is.
    pub fn open(file: &Path, key: AuditKey) -> Result<Self, StoreError> {
        let mut connection = open_for_writing(file)?;
        migrate(&mut connection)?;
        sign_empty_log(&connection, &key)?;
        let (told, _) = broadcast::channel(TOLD);
        let (sender, receiver) = mpsc::channel(WAITING);
        let (checkpoints, checkpointing) = start_checkpoints(file)?;
        let writer = Writer::new(connection, key, told.clone(), checkpoints);
        let writing = std::thread::Builder::new()
            .name("room-store".to_owned())
            .spawn(move || writer.run(receiver))
            .map_err(|error| StoreError::Io { path: file.to_owned(), error })?;
        let readers = Arc::new(Readers::new(file));
        let threads = Mutex::new(vec![writing, checkpointing]);
        Ok(Self { tasks: Some(sender), threads, told, readers, file: file.to_owned() })
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    async fn write<T: Send + 'static>(
        &self,
        part: impl FnMut(&mut Work<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        queue(self.tasks.as_ref().ok_or(LedgerError::Closed)?, part).await
    }
}

/// A new log has an end too, so that one that is emptied later does not look new.
fn sign_empty_log(connection: &rusqlite::Connection, key: &AuditKey) -> Result<(), StoreError> {
    if meta::signed_head(connection)?.is_none() {
        let book = meta::load(connection)?;
        if book.head.number == 0 {
            meta::save(connection, &book, &key.sign(book.head))?;
            reached(points::LOG_BEGUN);
        }
    }
    Ok(())
}

#[async_trait]
impl Ledger for Store {
    async fn change(&self, target: Target, mut decide: Decide) -> Result<Outcome, LedgerError> {
        self.write(move |work| {
            let (file, situation) = files::situation(work.connection, target)?;
            let refusal = match decide(&situation) {
                Decision::Change(change) => return files::write(work, file, situation, *change),
                Decision::Nothing => None,
                Decision::Refuse(refusal) => Some(refusal),
            };
            Ok(Outcome {
                record: situation.record,
                receipts: situation.receipts,
                file: None,
                messages: Vec::new(),
                refusal,
            })
        })
        .await
    }

    async fn open_file(&self, id: AlertId, note: Note) -> Result<Option<File>, LedgerError> {
        self.write(move |work| {
            let target = Target { alert: id, device: None, sequence: None };
            let (Some(found), _) = files::find(work.connection, target)? else { return Ok(None) };
            if found.record.incident().is_none() {
                return Ok(None);
            }
            work.log(note.clone(), Some(found.file))?;
            files::file(work.connection, found.file, &found.record)
        })
        .await
    }

    async fn note(&self, note: Note) -> Result<(), LedgerError> {
        self.write(move |work| work.log(note.clone(), None)).await
    }

    async fn receipts(
        &self,
        alert: AlertId,
        device: DeviceId,
    ) -> Result<(Vec<ReceiptRow>, Option<Device>), LedgerError> {
        self.readers.read(move |reader| reader.receipts(alert, device)).await
    }

    async fn path_keys(&self) -> Result<Vec<(DeviceId, PathKey)>, LedgerError> {
        self.readers.read(|reader| reader.path_keys()).await
    }

    async fn snapshot(&self, drills: u32) -> Result<Snapshot, LedgerError> {
        self.readers.read(move |reader| reader.snapshot(drills)).await
    }

    async fn crowd(&self, before: Revision, limit: u32) -> Result<Vec<Incident>, LedgerError> {
        self.readers.read(move |reader| reader.crowd(before, limit)).await
    }

    async fn owing_texts(&self) -> Result<Vec<Record>, LedgerError> {
        self.readers.read(|reader| reader.owing_texts()).await
    }

    async fn after(&self, revision: Revision, limit: u32) -> Result<Vec<Record>, LedgerError> {
        self.readers.read(move |reader| reader.after(revision, limit)).await
    }

    fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.told.subscribe()
    }
}

#[async_trait]
impl SeatBook for Store {
    async fn seat(&self, name: &str) -> Result<Option<Seat>, LedgerError> {
        let name = name.to_owned();
        self.readers.read(move |reader| reader.seat(&name)).await
    }

    async fn seats(&self) -> Result<Vec<Seat>, LedgerError> {
        self.readers.read(|reader| reader.seats()).await
    }

    async fn put_seat(&self, seat: Seat, note: Note) -> Result<(), LedgerError> {
        self.write(move |work| {
            seats::put(work.connection, &seat)?;
            work.log(note.clone(), None)
        })
        .await
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.tasks = None;
        // The writer first: it holds what the other one waits for.
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store ended in a panic");
            }
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.file.display())
    }
}
