//! A store in memory: the refuge when the disk is full or broken, and the fake of the tests. It follows the same contract
//! as the durable one, short of surviving.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hifazat_protocol::{AlertId, NotHeld, VerifiedReceipt, is_not_held};

use super::{KeyKept, Lease, Outbox, Slot, StoreError, Vault};
use crate::moment::Moment;
use crate::record::{AlertFacts, AlertRecord, Entry, EntryKey, EntryState, KeptReceipt, ends_asking};
use crate::secret::Secret;
use crate::view::Dropped;

/// Everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    revision: u64,
    /// Oldest first.
    alerts: Vec<AlertRecord>,
    leases: BTreeMap<EntryKey, Lease>,
    text_leases: BTreeMap<EntryKey, Lease>,
    values: BTreeMap<&'static str, Secret>,
    dropped: Dropped,
}

impl MemoryStore {
    /// Is this alert here?
    #[must_use]
    pub fn holds(&self, alert: AlertId) -> bool {
        self.lock().alerts.iter().any(|record| record.facts.id == alert)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> T {
        let mut inner = self.lock();
        inner.revision = inner.revision.wrapping_add(1);
        change(&mut inner)
    }
}

impl Inner {
    fn record(&mut self, alert: AlertId) -> Option<&mut AlertRecord> {
        self.alerts.iter_mut().find(|record| record.facts.id == alert)
    }

    fn entry(&mut self, key: EntryKey) -> Option<&mut Entry> {
        self.record(key.alert)?.entries.iter_mut().find(|entry| entry.key == key)
    }
}

impl Outbox for MemoryStore {
    fn keep(&self, record: &AlertRecord) -> Result<(), StoreError> {
        self.change(|inner| {
            let Some(held) = inner.record(record.facts.id) else {
                inner.alerts.push(record.clone());
                return;
            };
            held.facts = record.facts.joined_with(&held.facts);
            let fresh =
                record.receipts.iter().filter(|receipt| !held.receipts.iter().any(|held| held.raw == receipt.raw));
            let fresh: Vec<KeptReceipt> = fresh.cloned().collect();
            // It was brought again elsewhere; what has settled since then settles below.
            if fresh.iter().any(|receipt| is_not_held(&receipt.raw)) {
                reopen_kept(held);
            }
            held.receipts.extend(fresh);
            for entry in &record.entries {
                let Some(held) = held.entries.iter_mut().find(|held| held.key == entry.key) else {
                    held.entries.push(entry.clone());
                    continue;
                };
                held.attempts = held.attempts.max(entry.attempts);
                if let (Some(held), Some(text)) = (&mut held.text, &entry.text) {
                    held.join(text);
                }
                if !entry.is_open() {
                    settle_entry(held);
                }
            }
            held.entries.sort_by_key(|entry| entry.key);
        });
        Ok(())
    }

    fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError> {
        self.change(|inner| {
            if let Some(taken) = entries.iter().find(|entry| inner.entry(entry.key).is_some()) {
                return Err(StoreError::SequenceTaken { alert: taken.key.alert, sequence: taken.key.sequence });
            }
            if let Some(record) = inner.record(facts.id) {
                record.facts = facts.joined_with(&record.facts);
                record.entries.extend_from_slice(entries);
            }
            Ok(())
        })
    }

    fn alerts(&self) -> Result<Vec<AlertRecord>, StoreError> {
        Ok(self.lock().alerts.iter().rev().cloned().collect())
    }

    fn claim(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        Ok(self.change(|inner| {
            let held = inner.leases.get(&key).is_some_and(|held| Lease::holds(held.until, lease.now));
            let Some(entry) = inner.entry(key).filter(|entry| entry.is_open() && !held) else { return false };
            entry.attempts = entry.attempts.saturating_add(1);
            inner.leases.insert(key, lease);
            true
        }))
    }

    fn release(&self, key: EntryKey, state: &EntryState) -> Result<(), StoreError> {
        self.change(|inner| {
            inner.leases.remove(&key);
            if let Some(entry) = inner.entry(key).filter(|entry| entry.is_open()) {
                entry.state = state.clone();
            }
        });
        Ok(())
    }

    fn begin_text(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        Ok(self.change(|inner| {
            let held = inner.text_leases.get(&key).is_some_and(|held| Lease::holds(held.until, lease.now));
            let text = inner.entry(key).and_then(|entry| entry.text.as_mut());
            let Some(text) = text.filter(|text| text.sent.is_none() && !held) else { return false };
            text.tries = text.tries.saturating_add(1);
            inner.text_leases.insert(key, lease);
            true
        }))
    }

    fn end_text(&self, key: EntryKey, sent: &Moment) -> Result<(), StoreError> {
        self.change(|inner| {
            if let Some(text) = inner.entry(key).and_then(|entry| entry.text.as_mut()) {
                text.sent.get_or_insert(*sent);
            }
        });
        Ok(())
    }

    fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) -> Result<(), StoreError> {
        self.change(|inner| {
            let Some(record) = inner.record(proof.alert) else { return };
            if !record.receipts.iter().any(|held| held.raw == receipt.raw) {
                record.receipts.push(receipt.clone());
            }
            let proven = record.entries.iter_mut().filter(|entry| entry.is_stored_by(proof));
            let keys: Vec<EntryKey> = proven.map(settle_entry).collect();
            if ends_asking(proof) {
                let settled = record.entries.iter_mut().filter(|entry| !entry.is_open());
                settled.for_each(|entry| entry.envelope.clear());
            }
            inner.leases.retain(|key, _| !keys.contains(key));
        });
        Ok(())
    }

    fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> Result<bool, StoreError> {
        Ok(self.change(|inner| {
            let Some(record) = inner.record(word.alert()) else { return false };
            if record.receipts.len() != heard {
                return false;
            }
            record.receipts.push(kept.clone());
            reopen_kept(record);
            true
        }))
    }

    fn amend(&self, facts: &AlertFacts) -> Result<(), StoreError> {
        self.change(|inner| {
            if let Some(record) = inner.record(facts.id) {
                record.facts = facts.joined_with(&record.facts);
            }
        });
        Ok(())
    }

    fn withdraw(&self, facts: &AlertFacts) -> Result<bool, StoreError> {
        Ok(self.change(|inner| {
            let Some(record) = inner.record(facts.id) else { return false };
            let begun = |entry: &Entry| entry.attempts > 0 || entry.text.as_ref().is_some_and(|text| text.tries > 0);
            if record.entries.iter().any(begun) {
                return false;
            }
            record.facts = facts.joined_with(&record.facts);
            record.entries.clear();
            true
        }))
    }

    fn forget(&self, alert: AlertId) -> Result<(), StoreError> {
        self.change(|inner| {
            inner.alerts.retain(|record| record.facts.id != alert);
            inner.leases.retain(|key, _| key.alert != alert);
            inner.text_leases.retain(|key, _| key.alert != alert);
        });
        Ok(())
    }

    fn revision(&self) -> Result<u64, StoreError> {
        Ok(self.lock().revision)
    }
}

/// What was settled and is still kept goes again.
fn reopen_kept(record: &mut AlertRecord) {
    let kept = record.entries.iter_mut().filter(|entry| !entry.is_open() && !entry.envelope.is_empty());
    kept.for_each(|entry| entry.state = EntryState::Pending);
}

fn settle_entry(entry: &mut Entry) -> EntryKey {
    entry.state = EntryState::Settled;
    if !entry.kind.is_brought_again() {
        entry.envelope.clear();
    }
    entry.key
}

impl Vault for MemoryStore {
    fn read(&self, slot: Slot) -> Result<Option<Secret>, StoreError> {
        Ok(self.lock().values.get(slot.name()).cloned())
    }

    fn establish(&self, slot: Slot, value: &Secret) -> Result<Secret, StoreError> {
        Ok(self.change(|inner| inner.values.entry(slot.name()).or_insert_with(|| value.clone()).clone()))
    }

    fn write(&self, slot: Slot, value: &Secret) -> Result<(), StoreError> {
        self.change(|inner| inner.values.insert(slot.name(), value.clone()));
        Ok(())
    }

    fn count_dropped(&self, more: Dropped) -> Result<(), StoreError> {
        self.change(|inner| inner.dropped = inner.dropped.plus(more));
        Ok(())
    }

    fn dropped(&self) -> Result<Dropped, StoreError> {
        Ok(self.lock().dropped)
    }

    fn key_kept(&self) -> Option<KeyKept> {
        Some(KeyKept::NoSafe)
    }
}
