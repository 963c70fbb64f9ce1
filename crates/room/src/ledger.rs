//! The ports to where the room keeps what it knows. One adapter writes SQLite; others may follow.
//!
//! Everything that changes goes through [`Ledger::change`]: the adapter reads the [`Situation`] inside its transaction,
//! asks the brain's pure function for a [`Decision`], writes the [`Change`], and answers after the commit.

mod change;
mod kept;
mod reading;
mod record;
mod track;

use std::sync::Arc;

use async_trait::async_trait;
use hifazat_protocol::{AlertId, DeviceId, PathKey};
use tokio::sync::broadcast;

use crate::audit::Note;
use crate::device::Device;
use crate::incident::Incident;
use crate::revision::Revision;
use crate::seats::Seat;

pub use change::{Change, Decide, Decision, Outcome, Situation, Target};
pub use kept::{KeptEnvelope, Mark, ReceiptRow, Standing};
pub use reading::{Committed, File, Snapshot};
pub use record::Record;
pub use track::{MAX_TRACK_PLACES, Told, track};

/// Incidents, drills, receipts and the log.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Decides and writes, in one transaction; answers after its commit.
    async fn change(&self, target: Target, decide: Decide) -> Result<Outcome, LedgerError>;

    /// Writes the note to the log and, once that is committed, hands out the file of the console id. `None` when there
    /// is no such incident; then nothing is written.
    async fn open_file(&self, id: AlertId, note: Note) -> Result<Option<File>, LedgerError>;

    /// Writes one line to the log.
    async fn note(&self, note: Note) -> Result<(), LedgerError>;

    /// The receipts of an alert, oldest first, and the device that speaks. Empty and `None` for what is not known.
    async fn receipts(
        &self,
        alert: AlertId,
        device: DeviceId,
    ) -> Result<(Vec<ReceiptRow>, Option<Device>), LedgerError>;

    /// The path keys of all enrolled devices.
    async fn path_keys(&self) -> Result<Vec<(DeviceId, PathKey)>, LedgerError>;

    /// The open incidents, [bounded](crate::CROWD), and so many of the newest drills.
    async fn snapshot(&self, drills: u32) -> Result<Snapshot, LedgerError>;

    /// Open incidents without firm footing, last changed before a revision, newest first; at most so many.
    async fn crowd(&self, before: Revision, limit: u32) -> Result<Vec<Incident>, LedgerError>;

    /// The records that [owe a text](Record::owes_text), oldest first.
    async fn owing_texts(&self) -> Result<Vec<Record>, LedgerError>;

    /// Records that changed after a revision, in order of revision; at most so many.
    async fn after(&self, revision: Revision, limit: u32) -> Result<Vec<Record>, LedgerError>;

    /// Every commit from now on. Subscribe first, then take a [`snapshot`](Self::snapshot): nothing falls between.
    fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>>;
}

/// Seats. Sessions are the server's affair.
#[async_trait]
pub trait SeatBook: Send + Sync {
    /// A seat by its name.
    async fn seat(&self, name: &str) -> Result<Option<Seat>, LedgerError>;

    /// All seats, by name.
    async fn seats(&self) -> Result<Vec<Seat>, LedgerError>;

    /// Adds or replaces a seat, with a line in the log.
    async fn put_seat(&self, seat: Seat, note: Note) -> Result<(), LedgerError>;
}

/// Why the ledger did not do it. Nothing was written.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// More work waits than the disk can take: try again in a moment.
    #[error("the ledger is busy")]
    Busy,
    /// It is shutting down.
    #[error("the ledger is closed")]
    Closed,
    /// The disk or the database failed.
    #[error("the ledger failed: {0}")]
    Failed(Arc<str>),
}
