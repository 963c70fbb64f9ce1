//! The outbox's side of the store: each method is one transaction over the tables.

use hifazat_crash_points::{phone as points, reached};
use hifazat_phone::{
    AlertFacts, AlertRecord, Entry, EntryKey, EntryKind, EntryState, KeptReceipt, Lease, Moment, Outbox, StoreError,
    ends_asking,
};
use hifazat_protocol::{AlertId, NotHeld, VerifiedReceipt, is_not_held};
use rusqlite::Connection;

use crate::cipher::Cipher;
use crate::connection::damage;
use crate::store::{PhoneStore, Side};
use crate::tables::{alerts, entries, receipts, texts};

impl Outbox for PhoneStore {
    fn keep(&self, record: &AlertRecord) -> Result<(), StoreError> {
        self.change(Side::Sealing, "write an alert down", |work| {
            alerts::put(work.db, &record.facts, &work.sealer)?;
            let mut is_lost = false;
            for receipt in &record.receipts {
                is_lost |= receipts::add(work.db, record.facts.id, receipt)? && is_not_held(&receipt.raw);
            }
            // It was brought again from memory; what has settled since then settles below.
            if is_lost {
                entries::reopen(work.db, record.facts.id)?;
            }
            for entry in &record.entries {
                if !entries::add(work.db, entry)? {
                    entries::note_attempts(work.db, entry)?;
                    if !entry.is_open() {
                        entries::settle(work.db, entry.key)?;
                    }
                }
                texts::put(work.db, entry, &work.sealer)?;
            }
            Ok(())
        })?;
        reached(points::ALERT_KEPT);
        self.fold(true);
        Ok(())
    }

    fn append(&self, facts: &AlertFacts, entries: &[Entry]) -> Result<(), StoreError> {
        let taken = self.change(Side::Sealing, "add a message", |work| {
            for entry in entries {
                if entries::is_taken(work.db, entry.key)? {
                    return Ok(Some(entry.key));
                }
            }
            for entry in entries {
                entries::add(work.db, entry)?;
                texts::put(work.db, entry, &work.sealer)?;
            }
            alerts::put(work.db, facts, &work.sealer)?;
            Ok(None)
        })?;
        let cancels = entries.iter().any(|entry| entry.kind == EntryKind::Cancel);
        reached(if cancels { points::CANCEL_ADDED } else { points::UPDATE_ADDED });
        match taken {
            Some(EntryKey { alert, sequence }) => Err(StoreError::SequenceTaken { alert, sequence }),
            None => Ok(()),
        }
    }

    fn alerts(&self) -> Result<Vec<AlertRecord>, StoreError> {
        match self.look(Side::Outbox, "read the alerts", |work| records(work.db, work.sealer.cipher)) {
            // What was saved is brought also from a disk that takes nothing more.
            Err(unavailable @ StoreError::Unavailable { .. }) => self.glance(records).ok_or(unavailable),
            alerts => alerts,
        }
    }

    fn claim(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        let claimed = self.change(Side::Outbox, "claim an entry", |work| entries::claim(work.db, key, lease))?;
        reached(points::ATTEMPT_RECORDED);
        Ok(claimed)
    }

    fn release(&self, key: EntryKey, state: &EntryState) -> Result<(), StoreError> {
        self.change(Side::Outbox, "give an entry back", |work| entries::release(work.db, key, state))?;
        reached(points::ENTRY_RELEASED);
        self.fold(false);
        Ok(())
    }

    fn begin_text(&self, key: EntryKey, lease: Lease) -> Result<bool, StoreError> {
        let begun = self.change(Side::Outbox, "begin a text", |work| texts::begin(work.db, key, lease))?;
        reached(points::TEXT_BEGUN);
        Ok(begun)
    }

    fn end_text(&self, key: EntryKey, sent: &Moment) -> Result<(), StoreError> {
        self.change(Side::Outbox, "note a text", |work| texts::end(work.db, key, sent))?;
        reached(points::TEXT_ENDED);
        Ok(())
    }

    fn settle(&self, proof: &VerifiedReceipt, receipt: &KeptReceipt) -> Result<(), StoreError> {
        self.change(Side::Outbox, "keep a receipt", |work| {
            receipts::add(work.db, proof.alert, receipt)?;
            entries::settle_stored(work.db, proof)?;
            if ends_asking(proof) { entries::empty_settled(work.db, proof.alert) } else { Ok(()) }
        })?;
        reached(points::RECEIPT_KEPT);
        self.fold(false);
        Ok(())
    }

    fn reopen(&self, word: &NotHeld, kept: &KeptReceipt, heard: usize) -> Result<bool, StoreError> {
        let alert = word.alert();
        let reopened = self.change(Side::Outbox, "keep a word", |work| {
            if receipts::count(work.db, alert)? != heard {
                return Ok(false);
            }
            receipts::add(work.db, alert, kept)?;
            entries::reopen(work.db, alert)?;
            Ok(true)
        })?;
        if reopened {
            reached(points::ALERT_REOPENED);
        }
        Ok(reopened)
    }

    fn amend(&self, facts: &AlertFacts) -> Result<(), StoreError> {
        self.change(Side::Sealing, "change an alert", |work| alerts::put(work.db, facts, &work.sealer))?;
        reached(points::ALERT_AMENDED);
        Ok(())
    }

    fn withdraw(&self, facts: &AlertFacts) -> Result<bool, StoreError> {
        let withdrawn = self.change(Side::Sealing, "take an alert back", |work| {
            if entries::any_attempt(work.db, facts.id)? || texts::any_try(work.db, facts.id)? {
                return Ok(false);
            }
            alerts::put(work.db, facts, &work.sealer)?;
            entries::wipe(work.db, facts.id)?;
            texts::wipe(work.db, facts.id)?;
            Ok(true)
        })?;
        if withdrawn {
            reached(points::ALERT_WITHDRAWN);
        }
        Ok(withdrawn)
    }

    fn forget(&self, alert: AlertId) -> Result<(), StoreError> {
        self.change(Side::Outbox, "wipe an alert", |work| {
            entries::wipe(work.db, alert)?;
            texts::wipe(work.db, alert)?;
            receipts::wipe(work.db, alert)?;
            alerts::wipe(work.db, alert)
        })?;
        reached(points::ALERT_WIPED);
        self.fold_away();
        Ok(())
    }

    fn revision(&self) -> Result<u64, StoreError> {
        self.revision_now()
    }
}

fn records(db: &Connection, cipher: &Cipher) -> rusqlite::Result<Vec<AlertRecord>> {
    let mut all_entries = entries::all(db)?;
    for (key, text) in texts::all(db, cipher)? {
        let entries = all_entries.get_mut(&key.alert).into_iter().flatten();
        entries.filter(|entry| entry.key == key).for_each(|entry| entry.text = Some(text.clone()));
    }
    let mut all_receipts = receipts::all(db)?;
    let facts = alerts::all(db, cipher)?;
    let record = |facts: AlertFacts| AlertRecord {
        entries: all_entries.remove(&facts.id).unwrap_or_default(),
        receipts: all_receipts.remove(&facts.id).unwrap_or_default(),
        facts,
    };
    let records = facts.into_iter().map(record).collect();
    // Both are always written together: a message that nobody would carry is a sign of damage.
    if all_entries.values().flatten().any(Entry::is_open) {
        return Err(damage());
    }
    Ok(records)
}
