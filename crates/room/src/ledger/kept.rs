//! What is kept of an alert for ever: its envelopes and texts, and the receipts that were signed for it.

use hifazat_protocol::{Sequence, SignedReceipt, Stage, UnixMillis};

use crate::path::Path;
use crate::place::Place;

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

/// What a decision needs of an envelope that is kept: all but what may be long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// As in [`KeptEnvelope`].
    pub copy: u32,
    /// As in [`KeptEnvelope`].
    pub received_at: UnixMillis,
    /// As in [`KeptEnvelope`].
    pub paths: Vec<Path>,
    /// As in [`KeptEnvelope`].
    pub digest: [u8; 32],
    /// As in [`KeptEnvelope`].
    pub standing: Standing,
    /// A text is the short form of an envelope, and does not contradict it.
    pub is_text: bool,
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
