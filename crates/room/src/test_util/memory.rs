//! A ledger in memory: the same promises as the real one, but for the disk.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use hifazat_protocol::{AlertId, DeviceId, PathKey, SealedText, Sequence};
use tokio::sync::broadcast;

use crate::audit::{Entry, Head, Note};
use crate::crowd::{CROWD, Footing, shown};
use crate::device::Device;
use crate::incident::Incident;
use crate::ledger::{
    Change, Committed, Decide, Decision, File, KeptEnvelope, Ledger, LedgerError, Mark, Outcome, ReceiptRow, Record,
    Situation, Snapshot, Target, Told, track,
};
use crate::revision::Revision;

/// See the module.
#[derive(Debug)]
pub struct MemoryLedger {
    rows: Mutex<Rows>,
    told: broadcast::Sender<Arc<Committed>>,
}

#[derive(Debug, Default)]
struct Rows {
    files: Vec<Row>,
    devices: BTreeMap<DeviceId, Device>,
    log: Vec<Entry>,
    revision: Revision,
    labels: [u32; 2],
}

#[derive(Debug)]
struct Row {
    record: Record,
    envelopes: BTreeMap<(Sequence, u32), KeptEnvelope>,
    receipts: Vec<ReceiptRow>,
}

impl Default for MemoryLedger {
    fn default() -> Self {
        Self { rows: Mutex::default(), told: broadcast::channel(64).0 }
    }
}

impl MemoryLedger {
    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().expect("no test panics while it holds the rows")
    }
}

impl Rows {
    /// And whether another device holds its alert id.
    fn find(&self, target: Target) -> (Option<usize>, bool) {
        let holder = self.files.iter().position(|row| row.record.intake().id == target.alert);
        match (holder, target.device) {
            (Some(at), Some(device)) if !self.files[at].record.is_of(target.alert, device) => {
                let own = self.files.iter().position(|row| row.record.is_of(target.alert, device));
                (own, true)
            }
            (holder, _) => (holder, false),
        }
    }

    fn situation(&self, target: Target) -> (Option<usize>, Situation) {
        let (at, contested) = self.find(target);
        let device = target.device.and_then(|device| self.devices.get(&device).cloned());
        let Some(row) = at.map(|at| &self.files[at]) else {
            return (None, Situation { contested, device, ..Situation::default() });
        };
        let under = |kept: &&KeptEnvelope| Some(kept.sequence) == target.sequence;
        let kept = row.envelopes.values().filter(under).map(mark).collect();
        let (record, receipts) = (Some(row.record.clone()), row.receipts.clone());
        (at, Situation { record, contested, kept, receipts, device })
    }

    fn write(&mut self, at: Option<usize>, change: Change) -> (usize, Option<Record>) {
        let record = change.record.map(|record| self.numbered(at, record, change.decisive));
        let at = at.unwrap_or_else(|| {
            let record = record.clone().expect("a change about an unknown alert has a record");
            self.files.push(Row { record, envelopes: BTreeMap::new(), receipts: Vec::new() });
            self.files.len() - 1
        });
        let row = &mut self.files[at];
        if let Some(record) = &record {
            row.record = record.clone();
        }
        if let Some(envelope) = change.envelope {
            row.envelopes.insert((envelope.sequence, envelope.copy), envelope);
        }
        if let Some((sequence, copy, paths)) = change.paths {
            row.envelopes.get_mut(&(sequence, copy)).expect("what came again is kept").paths = paths;
        }
        if let Some((before, now)) = change.fetched {
            let fetched = row.receipts.iter_mut().filter(|kept| kept.ordinal < before && !kept.held);
            fetched.for_each(|kept| kept.fetched_at = kept.fetched_at.or(Some(now)));
        }
        row.receipts.extend(change.receipts);
        if let Some(device) = change.device {
            self.devices.insert(device.id, device);
        }
        for note in change.notes {
            self.log(note, Some(at));
        }
        (at, record)
    }

    fn numbered(&mut self, at: Option<usize>, mut record: Record, decisive: bool) -> Record {
        self.revision = self.revision.next();
        let kind = |record: &Record| usize::from(record.incident().is_none());
        if at.is_none_or(|at| kind(&self.files[at].record) != kind(&record)) {
            let label = &mut self.labels[kind(&record)];
            *label += 1;
            record.intake_mut().label = *label;
        }
        record.intake_mut().revision = self.revision;
        if let Record::Incident(incident) = &mut record
            && decisive
        {
            incident.decisive = self.revision;
        }
        record
    }

    /// Newest first.
    fn crowd(&self, before: Revision) -> Vec<Incident> {
        let incidents = self.files.iter().filter_map(|row| row.record.incident());
        let older = incidents.filter(|incident| incident.may_be_left_out() && incident.intake.revision < before);
        let mut crowd: Vec<Incident> = older.cloned().collect();
        crowd.sort_by_key(|incident| std::cmp::Reverse(incident.intake.revision));
        crowd
    }

    fn log(&mut self, note: Note, file: Option<usize>) {
        let head = self.log.last().map_or_else(Head::default, Entry::head);
        let entry = note.after(&head, file.map(|file| u64::try_from(file).unwrap()));
        self.log.push(entry);
    }

    fn file(&self, at: usize) -> Option<File> {
        let row = &self.files[at];
        let told = |kept: &KeptEnvelope| Told {
            sequence: kept.sequence,
            standing: kept.standing,
            places: kept.places.clone(),
        };
        let number = Some(u64::try_from(at).unwrap());
        Some(File {
            incident: row.record.incident()?.clone(),
            track: track(row.envelopes.values().map(told).collect()),
            receipts: row.receipts.clone(),
            log: self.log.iter().filter(|entry| entry.file == number).cloned().collect(),
        })
    }
}

fn mark(kept: &KeptEnvelope) -> Mark {
    let is_text = SealedText::from_bytes(kept.bytes.clone()).is_ok();
    let KeptEnvelope { copy, received_at, paths, digest, standing, .. } = kept.clone();
    Mark { copy, received_at, paths, digest, standing, is_text }
}

#[async_trait]
impl Ledger for MemoryLedger {
    async fn change(&self, target: Target, mut decide: Decide) -> Result<Outcome, LedgerError> {
        let mut rows = self.rows();
        let (at, situation) = rows.situation(target);
        let refusal = match decide(&situation) {
            Decision::Change(change) => {
                let hand_out = change.hand_out_file && !change.notes.is_empty();
                let messages = if change.notes.is_empty() { Vec::new() } else { change.hand_out_messages.clone() };
                let (at, told) = rows.write(at, *change);
                if let Some(record) = told {
                    let (revision, records) = (rows.revision, vec![record]);
                    _ = self.told.send(Arc::new(Committed { revision, records }));
                }
                let file = if hand_out { rows.file(at).map(Box::new) } else { None };
                let row = &rows.files[at];
                let (record, receipts) = (Some(row.record.clone()), row.receipts.clone());
                let asked_for = row.envelopes.values().filter(|kept| messages.contains(&kept.sequence));
                let messages = asked_for.cloned().collect();
                return Ok(Outcome { record, receipts, file, messages, refusal: None });
            }
            Decision::Nothing => None,
            Decision::Refuse(refusal) => Some(refusal),
        };
        Ok(Outcome {
            record: situation.record,
            receipts: situation.receipts,
            file: None,
            messages: Vec::new(),
            refusal,
        })
    }

    async fn open_file(&self, id: AlertId, note: Note) -> Result<Option<File>, LedgerError> {
        let mut rows = self.rows();
        let (at, _) = rows.find(Target { alert: id, device: None, sequence: None });
        let Some(at) = at.filter(|at| rows.files[*at].record.incident().is_some()) else { return Ok(None) };
        rows.log(note, Some(at));
        Ok(rows.file(at))
    }

    async fn note(&self, note: Note) -> Result<(), LedgerError> {
        self.rows().log(note, None);
        Ok(())
    }

    async fn receipts(
        &self,
        alert: AlertId,
        device: DeviceId,
    ) -> Result<(Vec<ReceiptRow>, Option<Device>), LedgerError> {
        let rows = self.rows();
        let (_, situation) = rows.situation(Target { alert, device: Some(device), sequence: None });
        Ok((situation.receipts, situation.device))
    }

    async fn path_keys(&self) -> Result<Vec<(DeviceId, PathKey)>, LedgerError> {
        let rows = self.rows();
        let enrolled = rows.devices.values().filter(|device| device.is_enrolled());
        Ok(enrolled.map(|device| (device.id, device.path_key.clone())).collect())
    }

    async fn snapshot(&self, drills: u32) -> Result<Snapshot, LedgerError> {
        let rows = self.rows();
        let mut snapshot = Snapshot { revision: rows.revision, ..Snapshot::default() };
        for row in &rows.files {
            match &row.record {
                Record::Incident(incident) if incident.is_open() && !incident.may_be_left_out() => {
                    snapshot.incidents.push((**incident).clone());
                }
                Record::Incident(_) => {}
                Record::Drill(drill) => snapshot.drills.insert(0, (**drill).clone()),
            }
        }
        snapshot.drills.truncate(usize::try_from(drills).unwrap());
        let crowd = rows.crowd(Revision(u64::MAX));
        let of = |footing| crowd.iter().filter(|incident| incident.footing() == footing).cloned().collect();
        let chosen = shown(Footing::CROWD.map(of).to_vec(), CROWD);
        snapshot.left_out = u64::try_from(crowd.len() - chosen.len()).unwrap();
        snapshot.incidents.extend(chosen);
        snapshot.incidents.sort_by_key(|incident| (incident.intake.stored_at, incident.intake.label));
        Ok(snapshot)
    }

    async fn crowd(&self, before: Revision, limit: u32) -> Result<Vec<Incident>, LedgerError> {
        let mut crowd = self.rows().crowd(before);
        crowd.truncate(usize::try_from(limit).unwrap());
        Ok(crowd)
    }

    async fn owing_texts(&self) -> Result<Vec<Record>, LedgerError> {
        let rows = self.rows();
        Ok(rows.files.iter().map(|row| &row.record).filter(|record| record.owes_text()).cloned().collect())
    }

    async fn after(&self, revision: Revision, limit: u32) -> Result<Vec<Record>, LedgerError> {
        let rows = self.rows();
        let records = rows.files.iter().map(|row| row.record.clone());
        let mut changed: Vec<Record> = records.filter(|record| record.intake().revision > revision).collect();
        changed.sort_by_key(|record| record.intake().revision);
        changed.truncate(usize::try_from(limit).unwrap());
        Ok(changed)
    }

    fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.told.subscribe()
    }
}
