//! The ports to where the room keeps what it knows. One adapter writes SQLite; others may follow.
//!
//! Everything that changes goes through [`Ledger::change`]: the adapter reads the [`Situation`] inside its transaction,
//! asks the brain's pure function for a [`Decision`], writes the [`Change`], and answers after the commit.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use hifazat_protocol::{AlertId, DeviceId, PathKey, SealedText, Sequence, SignedReceipt, Stage, UnixMillis};
use ring::digest;
use tokio::sync::broadcast;

use crate::audit::{Entry, Note, sha256};
use crate::device::Device;
use crate::drill::Drill;
use crate::incident::{Incident, Refusal, Trust};
use crate::intake::Intake;
use crate::path::Path;
use crate::place::Place;
use crate::revision::Revision;
use crate::seats::Seat;

/// What one alert has become.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// In earnest, or unreadable.
    Incident(Box<Incident>),
    /// Exercise or test.
    Drill(Box<Drill>),
}

/// Which record a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The id: on the wire if a device is named, on the console otherwise.
    pub alert: AlertId,
    /// Who speaks. Another device that had used this alert id before keeps it; this one then gets a file of its own.
    pub device: Option<DeviceId>,
    /// Which envelopes the decision needs to see.
    pub sequence: Option<Sequence>,
}

/// Everything that a decision may depend on, as it stands inside the transaction.
#[derive(Debug, Clone, Default)]
pub struct Situation {
    /// The alert's record, if there is one.
    pub record: Option<Record>,
    /// Another device's standing under this alert id.
    pub rival: Option<Trust>,
    /// Envelopes kept under the target's sequence, oldest first.
    pub kept: Vec<KeptEnvelope>,
    /// All receipts of the alert, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// What is known of the target's device.
    pub device: Option<Device>,
}

/// An envelope as it is kept for ever.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptEnvelope {
    /// Which message.
    pub sequence: Sequence,
    /// 0 for the first under this sequence; another one that differs counts up.
    pub copy: u32,
    /// When the first of these bytes came.
    pub received_at: UnixMillis,
    /// The ways by which these bytes came.
    pub paths: Vec<Path>,
    /// SHA-256 of the bytes.
    pub digest: [u8; 32],
    /// Whether it was opened and counts.
    pub standing: Standing,
    /// The places that it brought, oldest first. Empty while it is closed.
    pub places: Vec<Place>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What an envelope counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An envelope, opened, and the one that counts under its sequence.
    Counts,
    /// A text, opened and proven: it counts as long as no envelope under its sequence does.
    Text,
    /// A text, opened, which nobody has proven: it counts as long as nothing proven is known of its alert.
    Claim,
    /// Could not be opened.
    Unreadable,
    /// Opened, but another one counts before it.
    Second,
}

/// A receipt as it is kept: repeated requests get these very bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Its place in the alert's chain, from 0.
    pub ordinal: u32,
    /// What it says.
    pub stage: Stage,
    /// Up to which message.
    pub sequence: Sequence,
    /// When it was signed.
    pub at: UnixMillis,
    /// Signed, but not handed out: under duress later words stay away from her screen.
    pub held: bool,
    /// When her phone had first said that it holds it.
    pub fetched_at: Option<UnixMillis>,
    /// Of `stored`: SHA-256 of the envelope that it names.
    pub envelope: Option<[u8; 32]>,
    /// The receipt.
    pub signed: SignedReceipt,
}

/// What shall be written, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The record's new state. The ledger gives it its revision and, the first time, its label.
    pub record: Option<Record>,
    /// Acts decided before this change become stale.
    pub decisive: bool,
    /// An envelope to keep, or one whose paths or standing changed.
    pub envelope: Option<KeptEnvelope>,
    /// Receipts to append.
    pub receipts: Vec<ReceiptRow>,
    /// Her phone holds the receipts before this ordinal, since this instant.
    pub fetched: Option<(u32, UnixMillis)>,
    /// What is now known of the device.
    pub device: Option<Device>,
    /// Lines for the log.
    pub notes: Vec<Note>,
    /// The outcome shall hold the whole file. The ledger does it only when `notes` say who reads it and why.
    pub hand_out_file: bool,
    /// The outcome shall hold what is kept of these messages, on the same condition.
    pub hand_out_messages: Vec<Sequence>,
}

/// What the brain decides.
#[derive(Debug)]
pub enum Decision {
    /// Write this.
    Change(Box<Change>),
    /// Everything is as it should be already.
    Nothing,
    /// Write nothing, and say why.
    Refuse(Refusal),
}

/// A decision in waiting. Pure, so that a ledger may ask again: a commit that failed because of another's change is
/// repeated without it.
pub type Decide = Box<dyn FnMut(&Situation) -> Decision + Send>;

/// What stands after a change, read in its transaction and told after its commit.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The alert's record.
    pub record: Option<Record>,
    /// All its receipts, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// The file, if the change asked for it.
    pub file: Option<Box<File>>,
    /// The messages that the change asked for.
    pub messages: Vec<KeptEnvelope>,
    /// Why nothing was written, if the decision was a refusal.
    pub refusal: Option<Refusal>,
}

/// Everything about one incident. Making one leaves an entry in the log: there is no other way to read it.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The incident.
    pub incident: Incident,
    /// Every place that its messages brought, in their order.
    pub track: Vec<Place>,
    /// Its receipts, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// Its lines of the log, oldest first.
    pub log: Vec<Entry>,
}

/// The queues at one revision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// Everything up to here is in it.
    pub revision: Revision,
    /// Open incidents of both lanes, oldest first: all that stand [firm](crate::Footing::Firm), and of the others those
    /// that [`shown`](crate::crowd::shown) chooses.
    pub incidents: Vec<Incident>,
    /// How many open ones are not among them.
    pub left_out: u64,
    /// The newest drills, newest first.
    pub drills: Vec<Drill>,
}

/// Records that changed, in order of revision: what was committed together is told together.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The newest revision in it.
    pub revision: Revision,
    /// The changed records as they now stand.
    pub records: Vec<Record>,
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

impl KeptEnvelope {
    /// Whether it is a text: then it is the short form of an envelope, and does not contradict it.
    #[must_use]
    pub fn is_text(&self) -> bool {
        SealedText::from_bytes(self.bytes.clone()).is_ok()
    }
}

/// What is read of one message for the track.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Which message.
    pub sequence: Sequence,
    /// What it counts for.
    pub standing: Standing,
    /// The places that it brought, oldest first.
    pub places: Vec<Place>,
}

/// Every place that the messages of an alert brought, in their order, given in the order of their sequences: of each
/// message from the form that says most, and what nobody has proven only while nothing is.
#[must_use]
pub fn track(told: Vec<Told>) -> Vec<Place> {
    let rank = |told: &Told| match told.standing {
        Standing::Counts => Some(2),
        Standing::Text => Some(1),
        Standing::Claim => Some(0),
        Standing::Unreadable | Standing::Second => None,
    };
    let proven = told.iter().any(|told| rank(told) > Some(0));
    let mut best: BTreeMap<Sequence, Told> = BTreeMap::new();
    for told in told.into_iter().filter(|told| rank(told) >= Some(u8::from(proven))) {
        if best.get(&told.sequence).is_none_or(|known| rank(known) < rank(&told)) {
            best.insert(told.sequence, told);
        }
    }
    best.into_values().flat_map(|told| told.places).collect()
}

impl Record {
    /// How it came.
    #[must_use]
    pub const fn intake(&self) -> &Intake {
        match self {
            Self::Incident(incident) => &incident.intake,
            Self::Drill(drill) => &drill.intake,
        }
    }

    /// For the ledger, which gives revisions and labels.
    pub const fn intake_mut(&mut self) -> &mut Intake {
        match self {
            Self::Incident(incident) => &mut incident.intake,
            Self::Drill(drill) => &mut drill.intake,
        }
    }

    /// The incident, if it is one.
    #[must_use]
    pub fn incident(&self) -> Option<&Incident> {
        match self {
            Self::Incident(incident) => Some(incident),
            Self::Drill(_) => None,
        }
    }

    /// How far its device is trusted; a drill introduces its device.
    #[must_use]
    pub const fn trust(&self) -> Trust {
        match self {
            Self::Incident(incident) => incident.trust,
            Self::Drill(_) => Trust::Known,
        }
    }
}

impl Target {
    /// The console id for a device that speaks under an alert id which another device had used before. Follows from
    /// both, so that repeats find it again.
    #[must_use]
    pub fn contested_id(alert: AlertId, device: DeviceId) -> AlertId {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(b"hifazat contested 1");
        context.update(&alert.0);
        context.update(&device.0);
        AlertId(sha256(context).first_chunk::<16>().copied().unwrap_or_default())
    }
}
