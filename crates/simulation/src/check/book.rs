//! What was promised to her, what she did with it, and what the room is known to hold.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hifazat_phone::{AlertRecord, EntryKey, Notice, Outbox, Raised};
use hifazat_phone_store::PhoneStore;
use hifazat_protocol::{AlertId, Status};
use hifazat_room::ledger::{Ledger, ReceiptRow, Record};
use hifazat_room::{Path, Revision};

use crate::op::Pin;
use crate::phone::PhoneLife;
use crate::room::RoomLife;

/// More than a world ever has.
const ALL: u32 = 10_000;

/// What the world remembers.
#[derive(Default)]
pub(crate) struct Book {
    /// Every alert that a tap returned, or that was found on the disk.
    pub(super) alarms: Vec<Alarm>,
    /// What the room's disk holds, closed and drills too.
    pub(super) records: Vec<Record>,
    pub(super) receipts: BTreeMap<AlertId, Vec<ReceiptRow>>,
    /// What the room had signed before it was put back to older copies.
    forgotten: BTreeMap<AlertId, Vec<ReceiptRow>>,
    /// When it was put back last, and what the copy holds.
    put_back: Option<(Duration, BTreeSet<AlertId>)>,
    /// The room's writes by then.
    read_at: Option<u64>,
    /// Settled entries that were found in the room.
    pub(super) proven: BTreeSet<EntryKey>,
    /// Those that were, before the room was put back, and are settled on the phone's disk still: it may not have asked yet, or
    /// have sent them again from memory only.
    pub(super) outdated: BTreeSet<EntryKey>,
    /// Alerts of which everything was swallowed for a while: they take their time.
    pub(super) swallowed: BTreeSet<AlertId>,
    /// Messages of hers came garbled: the room keeps those too, under the numbers of the true ones.
    pub(super) garbled: bool,
    /// The phone was killed while things lived in its memory only: it has forgotten which numbers it had used.
    pub(super) has_forgotten: bool,
    /// Since when the room could have been reached; `None` while it cannot.
    pub(super) way_since: Option<Duration>,
    /// Disturbances until the last look.
    pub(super) disturbances: u64,
    /// Since when the phone is on and awake.
    pub(super) phone_since: Duration,
}

/// One alert.
#[derive(Clone, Debug)]
pub(crate) struct Alarm {
    pub(crate) id: AlertId,
    pub(crate) status: Status,
    pub(crate) tapped: Duration,
    /// It lived in memory only, as she was told, and its process was killed.
    pub(super) lost: bool,
    pub(super) left_behind: bool,
    pub(super) withdrawn: Option<Withdrawal>,
}

/// A PIN was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Withdrawal {
    pub(super) duress: bool,
    /// It lived in memory only, and its process was killed.
    pub(super) lost: bool,
}

impl Alarm {
    const fn new(id: AlertId, status: Status, tapped: Duration) -> Self {
        Self { id, status, tapped, lost: false, left_behind: false, withdrawn: None }
    }
}

impl Withdrawal {
    pub(crate) fn by(pin: Pin) -> Self {
        Self { duress: pin == Pin::Duress, lost: false }
    }
}

impl Book {
    pub(crate) fn note_raised(&mut self, raised: Raised, status: Status, tapped: Duration) {
        let id = raised.alert_id;
        if self.alarm(id).is_none() {
            self.alarms.push(Alarm::new(id, status, tapped));
        }
    }

    pub(crate) fn note_withdrawn(&mut self, id: AlertId, by: Withdrawal) {
        if let Some(alarm) = self.alarms.iter_mut().find(|alarm| alarm.id == id) {
            let duress = by.duress || alarm.withdrawn.is_some_and(|before| before.duress && !before.lost);
            alarm.withdrawn = Some(Withdrawal { duress, lost: false });
        }
    }

    pub(crate) fn note_swallowed(&mut self, id: AlertId) {
        self.swallowed.insert(id);
    }

    pub(crate) const fn note_garbled(&mut self) {
        self.garbled = true;
    }

    pub(crate) fn note_left_behind(&mut self, id: AlertId) {
        self.alarms.iter_mut().filter(|alarm| alarm.id == id).for_each(|alarm| alarm.left_behind = true);
    }

    /// What the room had signed it has signed, but it holds nothing any more until its copy is read.
    pub(crate) fn note_put_back(&mut self, now: Duration) {
        for (id, rows) in std::mem::take(&mut self.receipts) {
            self.forgotten.entry(id).or_default().extend(rows);
        }
        (self.put_back, self.read_at) = (Some((now, BTreeSet::new())), None);
        self.records.clear();
        self.outdated.append(&mut self.proven);
    }

    /// The room is up again over its copy.
    pub(crate) fn note_copy_read(&mut self, life: &RoomLife) -> anyhow::Result<()> {
        self.read_at = None;
        self.read_room(life)?;
        if let Some((_, copied)) = &mut self.put_back {
            copied.extend(self.records.iter().map(|record| record.intake().alert));
        }
        Ok(())
    }

    /// Was the room put back since?
    pub(super) fn was_put_back_since(&self, instant: Duration) -> bool {
        self.put_back.as_ref().is_some_and(|(at, _)| *at >= instant)
    }

    /// Did the copy to which the room was put back last know of this alert?
    pub(super) fn was_copied(&self, id: AlertId) -> bool {
        self.put_back.as_ref().is_some_and(|(_, copied)| copied.contains(&id))
    }

    /// A tap whose process died before it returned may have left an alert behind, which counts from now on.
    pub(crate) fn note_found(&mut self, store: &PhoneStore, now: Duration) -> anyhow::Result<()> {
        for facts in store.alerts()?.iter().map(|record| &record.facts) {
            if self.alarm(facts.id).is_none() {
                self.alarms.push(Alarm::new(facts.id, facts.status, now));
            }
        }
        Ok(())
    }

    pub(crate) fn note_phone_on(&mut self, now: Duration) {
        self.phone_since = now;
    }

    /// What lived in its memory only is gone, also what she had left behind. It may be, if her screen said that the phone
    /// cannot save.
    pub(crate) fn note_phone_died(
        &mut self,
        PhoneLife { phone, store, .. }: &PhoneLife,
        refused: bool,
    ) -> anyhow::Result<()> {
        let kept = store.alerts()?;
        self.has_forgotten |= refused;
        if !phone.notices().contains(&Notice::NotDurable) {
            return Ok(());
        }
        for alarm in &mut self.alarms {
            let record = kept.iter().find(|record| record.facts.id == alarm.id);
            alarm.lost |= record.is_none() && phone.alert_view(alarm.id).is_some();
            if let Some(withdrawn) = &mut alarm.withdrawn {
                withdrawn.lost |= record.is_some_and(|record| !knows(record, *withdrawn));
            }
        }
        Ok(())
    }

    /// Reads everything that the room has committed.
    pub(crate) fn read_room(&mut self, life: &RoomLife) -> anyhow::Result<()> {
        let RoomLife { ledger, .. } = life;
        let writes = Some(ledger.disk.writes());
        if std::mem::replace(&mut self.read_at, writes) == writes {
            return Ok(());
        }
        self.records = ledger.threads.block_on(ledger.store.after(Revision(0), ALL))?;
        for record in &self.records {
            let intake = record.intake();
            let (rows, _) = ledger.threads.block_on(ledger.store.receipts(intake.alert, intake.device))?;
            self.receipts.insert(intake.alert, rows);
        }
        Ok(())
    }

    /// What the room's disk holds, closed and drills too.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// How many alerts were raised.
    pub(crate) fn alarms(&self) -> usize {
        self.alarms.len()
    }

    /// How many of the room's incidents are drills.
    pub(crate) fn mistaken(&self) -> usize {
        let is_drill = |id| self.alarm(id).is_some_and(|alarm| alarm.status != Status::Actual);
        self.records.iter().filter(|record| record.incident().is_some() && is_drill(record.intake().alert)).count()
    }

    pub(crate) fn alarm(&self, id: AlertId) -> Option<&Alarm> {
        self.alarms.iter().find(|alarm| alarm.id == id)
    }

    pub(crate) fn record(&self, id: AlertId) -> Option<&Record> {
        self.records.iter().find(|record| record.intake().alert == id)
    }

    /// Not as a text alone, which is what a phone falls back on.
    pub(super) fn came_by_data(&self, id: AlertId) -> bool {
        self.record(id).is_some_and(|record| record.intake().paths.iter().any(|path| *path != Path::Sms))
    }

    pub(super) fn rows(&self, id: AlertId) -> &[ReceiptRow] {
        self.receipts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whatever the room has ever signed of an alert.
    pub(super) fn said(&self, id: AlertId) -> impl Iterator<Item = &ReceiptRow> {
        self.rows(id).iter().chain(self.forgotten.get(&id).into_iter().flatten())
    }
}

/// Does the disk know of it?
fn knows(record: &AlertRecord, withdrawal: Withdrawal) -> bool {
    let facts = &record.facts;
    let told = facts.taken_back.is_some() || facts.cancelled.is_some();
    told && (!withdrawal.duress || facts.hidden.duress)
}
