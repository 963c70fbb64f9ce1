//! One outbox made of two: the durable store, and memory for what it would not take.
//!
//! An alert lives in exactly one of them. When a write fails, the alert as last read moves into memory, goes on from
//! there, and moves back as soon as the store accepts it. So a full disk, a read-only card or a dying flash chip changes
//! one word on her screen ("not saved") and nothing in the delivery.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use hifazat_protocol::{AlertId, NotHeld, VerifiedReceipt};

use crate::moment::Moment;
use crate::record::{AlertFacts, AlertRecord, Entry, EntryKey, EntryState, KeptReceipt};
use crate::store::memory::MemoryStore;
use crate::store::{Lease, Outbox, StoreError};

/// The durable store with its refuge.
pub(crate) struct Ledger {
    store: Arc<dyn Outbox>,
    refuge: MemoryStore,
    /// Held by whoever writes, and alone by what moves home: nothing may be written into the refuge behind its back.
    staying: RwLock<()>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Alerts in the refuge whose raise is on the disk all the same.
    raised_durably: BTreeSet<AlertId>,
    /// The last good reading, and at which revisions it was taken.
    read: Arc<Vec<Held>>,
    read_at: Option<(u64, u64)>,
    /// The store could not be read at the last attempt.
    blind: bool,
    /// The store was set aside while this process ran.
    replaced: bool,
}

/// An alert and whether its raise would survive a power cut.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) record: AlertRecord,
    pub(crate) durable: bool,
}

impl Ledger {
    pub(crate) fn new(store: Arc<dyn Outbox>) -> Self {
        Self { store, refuge: MemoryStore::default(), staying: RwLock::default(), inner: Mutex::default() }
    }

    /// Writes a new alert down; `false` when only memory took it.
    pub(crate) fn begin(&self, record: &AlertRecord) -> bool {
        let mut kept = self.store.keep(record);
        if matches!(kept, Err(StoreError::SetAside)) {
            self.shelter_all();
            kept = self.store.keep(record);
        }
        match kept {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, alert = %record.facts.id, "an alert goes from memory");
                quietly(self.refuge.keep(record));
                false
            }
        }
    }

    /// Every alert, newest first; those in memory before those on the disk.
    pub(crate) fn all(&self) -> Arc<Vec<Held>> {
        let at = self.revisions();
        {
            let inner = self.inner();
            if at.is_some() && inner.read_at == at {
                return Arc::clone(&inner.read);
            }
        }
        // Memory first: an alert that moves to the disk meanwhile is then seen twice, and not never.
        let mut refuge = self.refuge.alerts().unwrap_or_default();
        let mut stored = self.store.alerts();
        if matches!(stored, Err(StoreError::SetAside)) {
            self.shelter_all();
            refuge = self.refuge.alerts().unwrap_or_default();
            stored = self.store.alerts();
        }
        let sheltered: BTreeSet<AlertId> = refuge.iter().map(|record| record.facts.id).collect();
        let mut inner = self.inner();
        let in_memory = |record: AlertRecord| {
            let durable = inner.raised_durably.contains(&record.facts.id);
            Held { record, durable }
        };
        let mut list: Vec<Held> = refuge.into_iter().map(in_memory).collect();
        inner.blind = stored.is_err();
        match stored {
            Ok(records) => {
                let elsewhere = records.into_iter().filter(|record| !sheltered.contains(&record.facts.id));
                list.extend(elsewhere.map(|record| Held { record, durable: true }));
            }
            Err(error) => {
                tracing::warn!(%error, "the outbox cannot be read; going on from the last reading");
                let elsewhere = inner.read.iter().filter(|held| !sheltered.contains(&held.record.facts.id));
                list.extend(elsewhere.cloned());
            }
        }
        inner.read = Arc::new(list);
        inner.read_at = at.filter(|_| !inner.blind);
        Arc::clone(&inner.read)
    }

    /// At which revisions a reading is taken, so that an unchanged store is not read again.
    fn revisions(&self) -> Option<(u64, u64)> {
        Some((self.revision()?, self.refuge.revision().ok()?))
    }

    /// One alert.
    pub(crate) fn one(&self, alert: AlertId) -> Option<Held> {
        self.all().iter().find(|held| held.record.facts.id == alert).cloned()
    }

    /// A number that changes when another process has written, or we have.
    pub(crate) fn revision(&self) -> Option<u64> {
        match self.store.revision() {
            Ok(revision) => Some(revision),
            Err(StoreError::SetAside) => {
                self.shelter_all();
                None
            }
            Err(_) => None,
        }
    }

    /// Does anything live in memory only?
    pub(crate) fn is_whole(&self) -> bool {
        self.refuge.alerts().is_ok_and(|list| list.is_empty()) && !self.inner().blind
    }

    /// Tries to bring what lives in memory back to the disk; `true` when something moved.
    pub(crate) fn rescue(&self) -> bool {
        let sheltered = self.refuge.alerts().unwrap_or_default();
        sheltered.iter().rev().take_while(|record| self.move_home(record.facts.id)).count() > 0
    }

    fn move_home(&self, alert: AlertId) -> bool {
        let _alone = self.staying.write().unwrap_or_else(PoisonError::into_inner);
        let records = self.refuge.alerts().unwrap_or_default();
        // Somebody may have forgotten it meanwhile.
        let kept = records.iter().find(|record| record.facts.id == alert).map(|record| self.store.keep(record));
        if !matches!(kept, None | Some(Ok(()))) {
            return false;
        }
        quietly(self.refuge.forget(alert));
        self.inner().raised_durably.remove(&alert);
        true
    }

    /// Adds entries. Another process may have taken the number: then the caller seals again.
    pub(crate) fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError> {
        self.write(facts.id, |store| store.append(facts, entries))
    }

    /// Takes the lease of an entry. A store that cannot write must not stop an attempt: at worst two go out. It is counted
    /// in memory then, or what has left the phone could be taken back as if it had not.
    pub(crate) fn claim(&self, key: EntryKey, lease: Lease) -> bool {
        self.write(key.alert, |store| store.claim(key, lease)).unwrap_or(true)
    }

    pub(crate) fn release(&self, key: EntryKey, state: &EntryState) {
        let _stays = self.stays();
        if let Err(error) = self.home(key.alert).release(key, state) {
            tracing::debug!(%error, alert = %key.alert, "a lease will end by itself");
        }
    }

    /// Takes the right to hand a text over. Where nothing can be written, memory remembers it.
    pub(crate) fn begin_text(&self, key: EntryKey, lease: Lease) -> bool {
        self.write(key.alert, |store| store.begin_text(key, lease)).unwrap_or(true)
    }

    pub(crate) fn end_text(&self, key: EntryKey, sent: Moment) {
        quietly(self.write(key.alert, |store| store.end_text(key, &sent)));
    }

    pub(crate) fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) {
        quietly(self.write(proof.alert, |store| store.settle(proof, receipt)));
    }

    /// Whether the room's word was news, and is kept.
    pub(crate) fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> bool {
        self.write(word.alert(), |store| store.reopen(word, kept, heard)).unwrap_or(false)
    }

    pub(crate) fn amend(&self, facts: &AlertFacts) {
        quietly(self.write(facts.id, |store| store.amend(facts)));
    }

    pub(crate) fn withdraw(&self, facts: &AlertFacts) -> bool {
        self.write(facts.id, |store| store.withdraw(facts)).unwrap_or(false)
    }

    pub(crate) fn forget(&self, alert: AlertId) {
        let _stays = self.stays();
        if let Err(error) = self.store.forget(alert) {
            tracing::warn!(%error, %alert, "an alert could not be wiped yet");
            return;
        }
        quietly(self.refuge.forget(alert));
    }

    fn home(&self, alert: AlertId) -> &dyn Outbox {
        if self.refuge.holds(alert) { &self.refuge } else { &*self.store }
    }

    fn write<T>(&self, alert: AlertId, act: impl Fn(&dyn Outbox) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let _stays = self.stays();
        if self.refuge.holds(alert) {
            return act(&self.refuge);
        }
        match act(&*self.store) {
            Err(StoreError::Unavailable { doing, why }) => {
                tracing::error!(doing, why, %alert, "an alert goes on from memory");
                self.shelter(alert);
                act(&self.refuge)
            }
            Err(StoreError::SetAside) => {
                self.shelter_all();
                act(&self.refuge)
            }
            other => other,
        }
    }

    /// The store was emptied by damage: everything still known moves into memory, to be written to the fresh one.
    fn shelter_all(&self) {
        let known = Arc::clone(&self.inner().read);
        for held in known.iter().rev().filter(|held| !self.refuge.holds(held.record.facts.id)) {
            quietly(self.refuge.keep(&held.record));
        }
        self.inner().replaced = true;
    }

    /// Was the store set aside while this process ran? Says so once.
    pub(crate) fn take_replaced(&self) -> bool {
        std::mem::take(&mut self.inner().replaced)
    }

    fn shelter(&self, alert: AlertId) {
        let known = self.inner().read.iter().find(|held| held.record.facts.id == alert).cloned();
        if let Some(held) = known {
            quietly(self.refuge.keep(&held.record));
            self.inner().raised_durably.insert(alert);
        }
    }

    /// Until it is dropped no alert changes from one of the two to the other.
    fn stays(&self) -> RwLockReadGuard<'_, ()> {
        self.staying.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The refuge has no way to fail but a sequence that is taken, which its callers have ruled out.
fn quietly(result: Result<(), StoreError>) {
    if let Err(error) = result {
        tracing::error!(%error, "memory refused a write");
    }
}
