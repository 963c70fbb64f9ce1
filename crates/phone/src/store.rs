//! The ports to what survives a power cut: the outbox (alerts, sealed entries, receipts) and the vault (small secrets).
//!
//! Both are synchronous on purpose. A store is a local file and a commit is one `fdatasync`; handing it to another thread
//! costs as much again and would let `raise` return before the alert is safe. Several processes may share one store, so
//! every write is a transaction of its own and claims are leases kept beside the entries.

use hifazat_protocol::{AlertId, NotHeld, Sequence, UnixMillis, VerifiedReceipt};
use thiserror::Error;

use crate::moment::Moment;
use crate::record::{AlertFacts, AlertRecord, Entry, EntryKey, EntryState, KeptReceipt};
use crate::secret::Secret;
use crate::view::Dropped;

pub(crate) mod memory;

/// Alerts, their sealed entries and their receipts.
pub trait Outbox: Send + Sync {
    /// Writes a whole alert in one transaction and returns when it is durable. Safe to repeat: facts are joined
    /// ([`AlertFacts::joined_with`]), entries and receipts that are already there stay as they are but for attempts that
    /// were counted elsewhere, a settled entry does not become pending again.
    fn keep(&self, record: &AlertRecord) -> Result<(), StoreError>;

    /// Adds entries of one alert together with the facts they change, in one transaction: all or none.
    /// [`StoreError::SequenceTaken`] when another process was faster: seal again under the next numbers.
    fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError>;

    /// Every alert that is kept, newest first, with entries by sequence and receipts by arrival.
    fn alerts(&self) -> Result<Vec<AlertRecord>, StoreError>;

    /// Takes a lease on a pending or parked entry until `lease.until` and counts the attempt. `false`: somebody else
    /// holds it, or there is nothing left to carry.
    fn claim(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError>;

    /// Gives an entry back after an attempt that settled nothing.
    fn release(&self, key: EntryKey, state: &EntryState) -> Result<(), StoreError>;

    /// Takes the right to hand the text of an entry over until `lease.until`, and counts the try, durably. `false`: somebody
    /// else holds it, it went already, or there is none.
    fn begin_text(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError>;

    /// The operator has taken the text of an entry. The first time counts.
    fn end_text(&self, key: EntryKey, sent: &Moment) -> Result<(), StoreError>;

    /// Keeps a receipt and settles the entry whose envelope `proof` [stores](VerifiedReceipt::stores), if it is one, in
    /// one transaction; after the word that [ends asking](crate::ends_asking) no envelope is kept. Safe to repeat. Asking for a [`VerifiedReceipt`] is what makes invariant 2 a matter of types.
    fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) -> Result<(), StoreError>;

    /// The room does not hold this alert. Keeps its word and makes pending again what can [be brought
    /// again](crate::EntryKind::is_brought_again), in one transaction. Only if exactly `heard` receipts of the alert are kept: whoever
    /// has heard more since the question was asked believes that. `false`: nothing was written.
    fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> Result<bool, StoreError>;

    /// Joins these facts with those that are held.
    fn amend(&self, facts: &AlertFacts) -> Result<(), StoreError>;

    /// Settles an alert that never left the phone: if no entry was ever claimed and no text begun, all are dropped, the facts are joined,
    /// and it answers `true`. Otherwise nothing changes and it answers `false`.
    fn withdraw(&self, facts: &AlertFacts) -> Result<bool, StoreError>;

    /// Wipes an alert and everything belonging to it.
    fn forget(&self, alert: AlertId) -> Result<(), StoreError>;

    /// A number that changes whenever anybody, in this process or another, has written.
    fn revision(&self) -> Result<u64, StoreError>;
}

/// Small secrets: sealed at rest, each bound to its place.
pub trait Vault: Send + Sync {
    /// `None`: nothing was ever written there. A value that cannot be opened is an error, never `None`.
    fn read(&self, slot: Slot) -> Result<Option<Secret>, StoreError>;

    /// Writes the value unless there is one already, and returns what is there now: two processes that open a fresh
    /// store together end up with the same identity.
    fn establish(&self, slot: Slot, value: &Secret) -> Result<Secret, StoreError>;

    /// Replaces the value, durably.
    fn write(&self, slot: Slot, value: &Secret) -> Result<(), StoreError>;

    /// Counts receipts that were not believed.
    fn count_dropped(&self, more: Dropped) -> Result<(), StoreError>;

    /// How many were not believed so far.
    fn dropped(&self) -> Result<Dropped, StoreError>;

    /// How the key that opens all this is kept; `None` while it was not come to. Costs no disk.
    fn key_kept(&self) -> Option<KeyKept>;
}

/// How the key that opens the vault is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKept {
    /// Wrapped under a key that the telephone's own safe has given.
    Wrapped,
    /// As it is, in a file: the safe has given nothing.
    Bare,
    /// As it is, in a file, on a machine that has no safe for us.
    NoSafe,
    /// Wrapped, and the safe gives nothing now: the vault is shut until it does.
    Shut,
}

/// The places of the vault. The name is part of what a value is bound to: never rename one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Seed of the device's signing key.
    DeviceSeed,
    /// The key of the clear header's tag.
    PathKey,
    /// Public half of the root key that signs trust bundles.
    Root,
    /// The trust bundle in force, as signed.
    Bundle,
    /// Receipt keys of former bundles: they only re-verify receipts that were believed at the time.
    FormerReceiptKeys,
    /// Verifiers of both PINs.
    Pins,
    /// Language, contact rule and the like.
    Profile,
    /// When each readiness check was last proven.
    Proofs,
}

impl Slot {
    /// The stable name under which a store keeps it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeviceSeed => "device_seed",
            Self::PathKey => "path_key",
            Self::Root => "root",
            Self::Bundle => "bundle",
            Self::FormerReceiptKeys => "former_receipt_keys",
            Self::Pins => "pins",
            Self::Profile => "profile",
            Self::Proofs => "proofs",
        }
    }
}

/// The right to carry an entry for a while. Short and never renewed: a process that was killed holds nothing up for long,
/// and two copies of one entry do no harm, because the room's ingest is idempotent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who holds it; another number for every process.
    pub holder: u64,
    /// Now, by the wall clock.
    pub now: UnixMillis,
    /// Until when. A lease further ahead than [`Lease::LONGEST_MS`] was written under another clock and counts as over.
    pub until: UnixMillis,
}

impl Lease {
    /// How long a lease may run, in milliseconds.
    pub const LONGEST_MS: i64 = 5_000;

    /// Is a lease that ends at `until` still held, seen at `now`?
    #[must_use]
    pub fn holds(until: UnixMillis, now: UnixMillis) -> bool {
        let left = until.0.saturating_sub(now.0);
        left > 0 && left <= Self::LONGEST_MS
    }
}

/// Why a store could not do it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The alert already has an entry of this number.
    #[error("alert {alert} already has an entry {}", sequence.0)]
    SequenceTaken {
        /// The alert.
        alert: AlertId,
        /// The number.
        sequence: Sequence,
    },
    /// The disk is full, read-only, gone, or the file is damaged. Worth trying again later.
    #[error("the store could not {doing}: {why}")]
    Unavailable {
        /// What was tried, as a verb.
        doing: &'static str,
        /// What the engine said.
        why: String,
    },
    /// The store was found damaged just now: it has been set aside and an empty one is in use. What is still known of the
    /// alerts must be written again.
    #[error("the store was damaged and has been set aside; a fresh one is in use")]
    SetAside,
    /// A sealed value does not open: another key, or somebody changed it.
    #[error("the value in {place} cannot be opened")]
    Unreadable {
        /// Table and column.
        place: &'static str,
    },
}
