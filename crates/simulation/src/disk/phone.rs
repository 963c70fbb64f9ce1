//! The phone's outbox and vault.

use std::sync::Arc;

use hifazat_phone::{
    AlertFacts, AlertRecord, Dropped, Entry, EntryKey, EntryState, KeptReceipt, KeyKept, Lease, Moment, Outbox, Secret,
    Slot, StoreError, Vault,
};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{AlertId, NotHeld, VerifiedReceipt};

use super::{Disk, FULL, wrote_or_died};

pub(crate) struct PhoneDisk {
    pub(crate) store: Arc<PhoneStore>,
    pub(crate) disk: Arc<Disk>,
}

impl PhoneDisk {
    fn write<T>(
        &self,
        doing: &'static str,
        act: impl FnOnce(&PhoneStore) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.disk.refuse() {
            return Err(StoreError::Unavailable { doing, why: FULL.to_owned() });
        }
        let done = act(&self.store)?;
        wrote_or_died(&self.disk);
        Ok(done)
    }
}

impl Outbox for PhoneDisk {
    fn keep(&self, record: &AlertRecord) -> Result<(), StoreError> {
        self.write("write an alert down", |store| store.keep(record))
    }

    fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError> {
        self.write("add a message", |store| store.append(facts, entries))
    }

    fn alerts(&self) -> Result<Vec<AlertRecord>, StoreError> {
        self.store.alerts()
    }

    fn claim(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        self.write("claim an entry", |store| store.claim(key, lease))
    }

    fn release(&self, key: EntryKey, state: &EntryState) -> Result<(), StoreError> {
        self.write("give an entry back", |store| store.release(key, state))
    }

    fn begin_text(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        self.write("claim a text", |store| store.begin_text(key, lease))
    }

    fn end_text(&self, key: EntryKey, sent: &Moment) -> Result<(), StoreError> {
        self.write("note that a text went", |store| store.end_text(key, sent))
    }

    fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) -> Result<(), StoreError> {
        self.write("keep a receipt", |store| store.settle(proof, receipt))
    }

    fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> Result<bool, StoreError> {
        self.write("keep a word", |store| store.reopen(word, kept, heard))
    }

    fn amend(&self, facts: &AlertFacts) -> Result<(), StoreError> {
        self.write("change an alert", |store| store.amend(facts))
    }

    fn withdraw(&self, facts: &AlertFacts) -> Result<bool, StoreError> {
        self.write("take an alert back", |store| store.withdraw(facts))
    }

    fn forget(&self, alert: AlertId) -> Result<(), StoreError> {
        self.write("wipe an alert", |store| store.forget(alert))
    }

    fn revision(&self) -> Result<u64, StoreError> {
        self.store.revision()
    }
}

impl Vault for PhoneDisk {
    fn read(&self, slot: Slot) -> Result<Option<Secret>, StoreError> {
        self.store.read(slot)
    }

    fn establish(&self, slot: Slot, value: &Secret) -> Result<Secret, StoreError> {
        self.write("write a value", |store| store.establish(slot, value))
    }

    fn write(&self, slot: Slot, value: &Secret) -> Result<(), StoreError> {
        Self::write(self, "write a value", |store| Vault::write(store, slot, value))
    }

    fn count_dropped(&self, more: Dropped) -> Result<(), StoreError> {
        Self::write(self, "count dropped receipts", |store| store.count_dropped(more))
    }

    fn dropped(&self) -> Result<Dropped, StoreError> {
        self.store.dropped()
    }

    fn key_kept(&self) -> Option<KeyKept> {
        self.store.key_kept()
    }
}
