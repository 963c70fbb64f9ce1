//! The control room, put together from its ports. Every method is safe to repeat.

mod ask;
mod clips;
mod desk;
mod texts;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use hifazat_protocol::{Entropy, Rejection, SealedEnvelope, SignedReceipt};
use hifazat_time::{Clock, Meter};

pub use ask::{AskError, OpenQuestion};
pub use desk::DeskError;
pub use texts::{TextError, TextTaken};

use crate::bell::Bell;
use crate::clip::ClipRefusal;
use crate::districts::Districts;
use crate::familiar::Familiar;
use crate::incident::Refusal;
use crate::ingest::Arrival;
use crate::keys::KeySet;
use crate::ledger::{Decision, Ledger, LedgerError, Record, Situation, Target};
use crate::path::Path;
use crate::receipts::{Signer, answer_to_envelope, stored_receipt};

/// The ports that a room stands on.
#[derive(Clone)]
pub struct Ports {
    /// Where it keeps what it knows.
    pub ledger: Arc<dyn Ledger>,
    /// Whose district a point lies in.
    pub districts: Arc<dyn Districts>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
}

/// The control room's brain.
pub struct Room {
    ports: Ports,
    keys: RwLock<KeySet>,
    bell: Bell,
    familiar: Familiar,
    strangers: Mutex<Meter>,
}

/// What an envelope is answered with, after the commit.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// The alert's receipts, oldest first.
    pub receipts: Vec<SignedReceipt>,
    /// The one among them that names this very envelope. `None`: it is kept, but nobody vouches that it is hers.
    pub stored: Option<SignedReceipt>,
    /// What the alert has become, for counting.
    pub kind: Kind,
    /// Why it is not kept: something that calls for nobody, such as a piece of a clip, may be refused.
    pub refused: Option<ClipRefusal>,
}

/// What an alert has become, in words that may be counted in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An incident of a known device.
    Live,
    /// An incident of a device that is not known.
    LowTrust,
    /// An incident that nobody can read.
    Unreadable,
    /// Exercise or test.
    Drill,
}

/// Why an envelope got no receipts.
#[derive(Debug, Clone, thiserror::Error)]
pub enum IngestError {
    /// Not an envelope: nothing is kept, the sender is told why.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Nothing was kept; the sender tries again.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A piece of a clip, or the word of one, that is not kept.
    #[error(transparent)]
    Refused(#[from] ClipRefusal),
}

impl Room {
    /// Opens the room for business.
    #[must_use]
    pub fn new(ports: Ports, keys: KeySet) -> Self {
        let strangers = Mutex::new(Meter::new(texts::STRANGERS, ports.clock.elapsed()));
        Self { ports, keys: RwLock::new(keys), bell: Bell::default(), familiar: Familiar::default(), strangers }
    }

    /// Takes other keys into use, without a pause.
    pub fn change_keys(&self, keys: KeySet) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Takes an envelope in. Answers after the commit, and the same again when it comes again.
    ///
    /// # Errors
    /// [`IngestError`].
    pub async fn ingest(&self, bytes: Vec<u8>, path: Path) -> Result<Ingested, IngestError> {
        let ingested = self.ingest_parsed(SealedEnvelope::parse(bytes)?, path).await?;
        ingested.refused.map_or(Ok(ingested), |refusal| Err(refusal.into()))
    }

    /// As [`Room::ingest`], for an envelope whose shape was checked already.
    ///
    /// # Errors
    /// [`LedgerError`]: nothing was kept; the sender tries again.
    pub async fn ingest_parsed(&self, envelope: SealedEnvelope, path: Path) -> Result<Ingested, LedgerError> {
        let (keys, signer) = self.in_use();
        let now = self.ports.clock.now();
        let arrival = Arrival::examine(envelope, path, now, &keys, &*self.ports.districts, &signer);
        let (target, digest, introduction) = (arrival.target(), arrival.digest(), arrival.introduction());
        let decide = move |situation: &Situation| arrival.decide(situation, &signer);
        let outcome = self.change(target, decide).await?;
        if let Some(met) = introduction {
            self.familiar.meet(met);
        }
        let kind = outcome.record.as_ref().map_or(Kind::Unreadable, Kind::of);
        let refused = if let Some(Refusal::Clip(refusal)) = outcome.refusal { Some(refusal) } else { None };
        let receipts = answer_to_envelope(&outcome.receipts, Some(digest));
        Ok(Ingested { receipts, stored: stored_receipt(&outcome.receipts, digest), kind, refused })
    }

    /// Calls to mind the devices that have introduced themselves, so that [`Room::knows`] tells them apart.
    ///
    /// # Errors
    /// [`LedgerError`] when they cannot be read.
    pub async fn recall_devices(&self) -> Result<(), LedgerError> {
        self.familiar.learn(self.ports.ledger.path_keys().await?);
        Ok(())
    }

    /// Whether an envelope carries the tag of a device that has introduced itself. Costs one hash.
    #[must_use]
    pub fn knows(&self, envelope: &SealedEnvelope) -> bool {
        self.familiar.knows(envelope)
    }

    /// The ledger, for what needs no rule: snapshots, streams.
    #[must_use]
    pub fn ledger(&self) -> &Arc<dyn Ledger> {
        &self.ports.ledger
    }

    async fn change(
        &self,
        target: Target,
        decide: impl FnMut(&Situation) -> Decision + Send + 'static,
    ) -> Result<crate::ledger::Outcome, LedgerError> {
        let outcome = self.ports.ledger.change(target, Box::new(decide)).await?;
        if let Some(record) = &outcome.record {
            self.bell.ring(record.intake().alert);
        }
        Ok(outcome)
    }

    fn may_a_stranger_enter(&self) -> bool {
        let now = self.ports.clock.elapsed();
        self.strangers.lock().unwrap_or_else(PoisonError::into_inner).spend(now)
    }

    fn in_use(&self) -> (KeySet, Signer) {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner).clone();
        let signer = Signer::new(keys.signing(), Arc::clone(&self.ports.entropy));
        (keys, signer)
    }
}

impl Kind {
    fn of(record: &Record) -> Self {
        use crate::incident::Trust;
        match record {
            Record::Drill(_) => Self::Drill,
            Record::Incident(incident) => match incident.trust {
                Trust::Known => Self::Live,
                Trust::Low | Trust::Unproven => Self::LowTrust,
                Trust::Unreadable => Self::Unreadable,
            },
        }
    }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Room(…)")
    }
}
