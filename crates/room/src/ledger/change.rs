//! One change: what a decision sees, what it decides, what is written, and what stands after it.

use hifazat_protocol::{AlertId, DeviceId, Sequence, UnixMillis};

use super::{File, KeptEnvelope, Mark, ReceiptRow, Record};
use crate::audit::Note;
use crate::device::Device;
use crate::incident::Refusal;
use crate::path::Path;

/// Which record a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The id: on the wire if a device is named, on the console otherwise.
    pub alert: AlertId,
    /// Who speaks. Another device that had used this alert id before keeps it; this one then gets a file of its own, found
    /// by the id on the wire and the device together.
    pub device: Option<DeviceId>,
    /// Which envelopes the decision needs to see.
    pub sequence: Option<Sequence>,
}

/// Everything that a decision may depend on, as it stands inside the transaction.
#[derive(Debug, Clone, Default)]
pub struct Situation {
    /// The alert's record, if there is one.
    pub record: Option<Record>,
    /// Another device holds the target's alert id.
    pub contested: bool,
    /// Envelopes kept under the target's sequence, oldest first.
    pub kept: Vec<Mark>,
    /// All receipts of the alert, oldest first.
    pub receipts: Vec<ReceiptRow>,
    /// What is known of the target's device.
    pub device: Option<Device>,
}

/// What shall be written, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The record's new state. The ledger gives it its revision and, the first time, its label.
    pub record: Option<Record>,
    /// Acts decided before this change become stale.
    pub decisive: bool,
    /// An envelope to keep, or one that is kept and can now be read.
    pub envelope: Option<KeptEnvelope>,
    /// Of one that is kept, by its sequence and copy: all the ways by which it came.
    pub paths: Option<(Sequence, u32, Vec<Path>)>,
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
