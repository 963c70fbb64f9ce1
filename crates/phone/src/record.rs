//! What the outbox keeps about one alert: facts, sealed entries, receipts. Pure data; the rules are in `phone/`.
//!
//! Nothing here tells where she was or what she said: entries are sealed, the place is kept as accuracy and age only.

use std::fmt;

use hifazat_protocol::{
    AlertId, ContactRule, DeviceId, ResponseKey, SealedEnvelope, SealedText, SentText, Sequence, Stage, Status,
    Trigger, VerifiedReceipt, envelope_digest,
};

use crate::moment::Moment;
use crate::view::PlaceView;

/// One alert with everything that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertRecord {
    /// The alert itself.
    pub facts: AlertFacts,
    /// Its entries, by sequence.
    pub entries: Vec<Entry>,
    /// Its receipts, as they arrived.
    pub receipts: Vec<KeptReceipt>,
}

/// What is true of an alert beside its entries and receipts.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertFacts {
    /// Links her alert with the room's incident.
    pub id: AlertId,
    /// Actual, exercise or test.
    pub status: Status,
    /// How it was raised.
    pub trigger: Trigger,
    /// May the police ring or text her?
    pub contact_rule: ContactRule,
    /// The tap.
    pub tapped: Moment,
    /// What a store must seal under its value cipher, together and always at the same length.
    pub hidden: Hidden,
    /// She ended the take-back window herself, or spent her tries.
    pub window_ended: bool,
    /// Wrong PINs so far.
    pub pin_failures: u8,
    /// When she took it back within the window (with either PIN).
    pub taken_back: Option<Moment>,
    /// The cancel message, once she asked for it after the window, and when.
    pub cancelled: Option<(Sequence, Moment)>,
    /// The room answered a drill as an alarm, or the reverse.
    pub broken: bool,
    /// She left its screen.
    pub dismissed: bool,
    /// How well its place is known.
    pub place: Option<PlaceView>,
}

impl AlertFacts {
    /// These facts and those that are held already, together. Every fact only ever grows, so two who change an alert at
    /// once (her PIN and a new place, the window and the command line) lose nothing of each other's.
    #[must_use]
    pub fn joined_with(&self, held: &Self) -> Self {
        Self {
            hidden: Hidden {
                response_key: held.hidden.response_key.clone().or_else(|| self.hidden.response_key.clone()),
                duress: held.hidden.duress || self.hidden.duress,
            },
            window_ended: held.window_ended || self.window_ended,
            pin_failures: held.pin_failures.max(self.pin_failures),
            taken_back: held.taken_back.or(self.taken_back),
            cancelled: held.cancelled.or(self.cancelled),
            broken: held.broken || self.broken,
            dismissed: held.dismissed || self.dismissed,
            place: self.place.or(held.place),
            ..held.clone()
        }
    }
}

/// The part of the facts that nobody who reads the database may learn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hidden {
    /// Opens the later receipts; exported from the raise's seal. `None` while no trust bundle was there to seal to.
    pub response_key: Option<ResponseKey>,
    /// She was made to take it back: the screen pretends, places and questions go on.
    pub duress: bool,
}

/// A receipt, or the room's word that it does not hold the alert, as it came, to be verified again whenever it is read: at rest it is as closed as on the way.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptReceipt {
    /// The signed bytes.
    pub raw: Vec<u8>,
    /// The path that brought it.
    pub path: String,
    /// When it was learned.
    pub learned: Moment,
}

/// Names an entry: the n-th message of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey {
    /// The alert.
    pub alert: AlertId,
    /// 0 is the raise.
    pub sequence: Sequence,
}

/// One sealed message on its way.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// Which.
    pub key: EntryKey,
    /// What it is, for the order of carrying; the message itself is sealed.
    pub kind: EntryKind,
    /// The sealed envelope; empty once settled, or, of those that [would be brought again](EntryKind::is_brought_again),
    /// once nobody [asks](ends_asking) any more.
    pub envelope: Vec<u8>,
    /// When it was sealed.
    pub sealed: Moment,
    /// Attempts begun so far. There is no limit.
    pub attempts: u32,
    /// How it stands.
    pub state: EntryState,
    /// Its short form, for when no data gets through. The envelope goes on being carried, whatever becomes of this.
    pub text: Option<EntryText>,
}

/// The text that is short for an entry. It outlives the envelope, because receipts may answer it.
#[derive(Clone, PartialEq)]
pub struct EntryText {
    /// The sealed text.
    pub bytes: Vec<u8>,
    /// Opens the receipts for it.
    pub key: ResponseKey,
    /// How often it was about to be handed over.
    pub tries: u32,
    /// When the operator took it; he says nothing of its arrival.
    pub sent: Option<Moment>,
}

impl EntryText {
    /// Does it prove who sent it, to a room that knows this device?
    #[must_use]
    pub fn is_proven(&self) -> bool {
        SealedText::from_bytes(self.bytes.clone()).is_ok_and(|text| text.claims_proof())
    }

    /// What its receipts are known by.
    #[must_use]
    pub fn answerable(&self, sequence: Sequence) -> SentText {
        SentText { sequence, digest: envelope_digest(&self.bytes), response_key: self.key.clone() }
    }

    /// This one, and what is known of it elsewhere.
    pub(crate) fn join(&mut self, other: &Self) {
        self.tries = self.tries.max(other.tries);
        self.sent = self.sent.or(other.sent);
    }
}

/// What kind of message an entry carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// The alarm.
    Raise,
    /// Places.
    Update,
    /// Taken back or cancelled.
    Cancel,
    /// The update of a phone that expects to fall silent, told once.
    LastWord,
    /// That a clip was recorded.
    Clip,
    /// A part of a clip: long, and the last to go.
    ClipPiece,
}

impl EntryKind {
    /// Is it of a clip? Her screen tells nothing of those.
    #[must_use]
    pub const fn is_of_a_clip(self) -> bool {
        match self {
            Self::Clip | Self::ClipPiece => true,
            Self::Raise | Self::Update | Self::Cancel | Self::LastWord => false,
        }
    }

    /// Does its envelope outlive its receipt, for a room that is put back to a copy from before it? Of places the next one
    /// says more.
    #[must_use]
    pub const fn is_brought_again(self) -> bool {
        match self {
            Self::Raise | Self::Cancel | Self::LastWord => true,
            Self::Update | Self::Clip | Self::ClipPiece => false,
        }
    }
}

/// Is this the word after which the room is asked no more, and no envelope need be kept? The end of an alarm, by the room's
/// own chain; the opening of a drill.
#[must_use]
pub fn ends_asking(proof: &VerifiedReceipt) -> bool {
    match proof.stage {
        Stage::Closed => !proof.is_by_text(),
        Stage::Opened => proof.status.is_some_and(|status| status != Status::Actual),
        Stage::Stored | Stage::Seen | Stage::Dispatched | Stage::Arrived => false,
    }
}

/// How an entry stands. Nothing but a verified receipt makes it `Settled`, and nothing but the room's signed word that it
/// does not hold the alert makes it `Pending` again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// To be carried.
    Pending,
    /// The room refused it and said why; tried again with growing patience.
    Parked {
        /// The machine code of the refusal.
        code: String,
    },
    /// A verified receipt says that the room has it.
    Settled,
}

impl Entry {
    /// Is it open, and does this receipt say that the room has it?
    #[must_use]
    pub fn is_stored_by(&self, proof: &VerifiedReceipt) -> bool {
        self.is_open() && self.key.sequence == proof.sequence && proof.stores(&self.envelope)
    }

    /// Is it still to be carried?
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.state {
            EntryState::Pending | EntryState::Parked { .. } => true,
            EntryState::Settled => false,
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, kind, envelope, attempts, state, .. } = self;
        write!(
            f,
            "Entry({}/{} {kind:?}, {} bytes, {attempts} attempts, {state:?})",
            key.alert,
            key.sequence.0,
            envelope.len()
        )
    }
}

impl fmt::Debug for EntryText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryText({} bytes, {} tries, sent: {})", self.bytes.len(), self.tries, self.sent.is_some())
    }
}

impl fmt::Debug for KeptReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptReceipt({} bytes by {})", self.raw.len(), self.path)
    }
}

impl AlertRecord {
    /// Entries that no receipt has settled; a raise that could not be sealed yet counts as one.
    #[must_use]
    pub fn open_entries(&self) -> usize {
        let open = self.entries.iter().filter(|entry| entry.is_open()).count();
        if self.is_unsealed() { open.saturating_add(1) } else { open }
    }

    /// There was no trust bundle at the tap: the raise is still to be sealed.
    #[must_use]
    pub fn is_unsealed(&self) -> bool {
        let goes_on = self.facts.taken_back.is_none() || self.facts.hidden.duress;
        goes_on && !self.entries.iter().any(|entry| entry.key.sequence == Sequence::RAISE)
    }

    /// Does the room have this message?
    #[must_use]
    pub fn is_settled(&self, sequence: Sequence) -> bool {
        self.entries.iter().any(|entry| entry.key.sequence == sequence && !entry.is_open())
    }

    /// The device that raised it, as its sealed raise says in clear. `None` while nothing is sealed, or once that is wiped.
    #[must_use]
    pub fn raised_by(&self) -> Option<DeviceId> {
        let raise = SealedEnvelope::parse(self.entries.first()?.envelope.clone()).ok()?;
        Some(raise.header().device)
    }

    /// The number the next entry gets.
    #[must_use]
    pub fn next_sequence(&self) -> Sequence {
        let last = self.entries.iter().map(|entry| entry.key.sequence.0).max();
        Sequence(last.map_or(0, |last| last.saturating_add(1)))
    }
}
