//! One alert's rows together: found by a target, written by a change.

use hifazat_protocol::{AlertId, DeviceId};
use hifazat_room::ledger::{Change, File, Outcome, Record, Situation, Target, track};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::tables::{audit, devices, drills, envelopes, incidents, receipts};
use crate::writer::Work;

/// A record and its number.
pub(crate) struct Found {
    pub(crate) file: u64,
    pub(crate) record: Record,
}

/// The record that a target means, and whether another device holds its alert id.
pub(crate) fn find(connection: &Connection, target: Target) -> Result<(Option<Found>, bool), StoreError> {
    let holder = by_id(connection, target.alert)?;
    match (target.device, &holder) {
        (Some(device), Some(rival)) if !rival.record.is_of(target.alert, device) => {
            Ok((of_sender(connection, target.alert, device)?, true))
        }
        (_, _) => Ok((holder, false)),
    }
}

fn of_sender(connection: &Connection, alert: AlertId, device: DeviceId) -> Result<Option<Found>, StoreError> {
    if let Some((file, incident)) = incidents::of_sender(connection, alert, device)? {
        return Ok(Some(Found { file, record: Record::Incident(Box::new(incident)) }));
    }
    let drill = drills::of_sender(connection, alert, device)?;
    Ok(drill.map(|(file, drill)| Found { file, record: Record::Drill(Box::new(drill)) }))
}

fn by_id(connection: &Connection, id: AlertId) -> Result<Option<Found>, StoreError> {
    if let Some((file, incident)) = incidents::find(connection, id)? {
        return Ok(Some(Found { file, record: Record::Incident(Box::new(incident)) }));
    }
    let drill = drills::find(connection, id)?;
    Ok(drill.map(|(file, drill)| Found { file, record: Record::Drill(Box::new(drill)) }))
}

/// Everything that a decision may depend on.
pub(crate) fn situation(connection: &Connection, target: Target) -> Result<(Option<u64>, Situation), StoreError> {
    let (found, contested) = find(connection, target)?;
    let device = target.device.map(|device| devices::find(connection, device)).transpose()?.flatten();
    let Some(Found { file, record }) = found else {
        return Ok((None, Situation { contested, device, ..Situation::default() }));
    };
    let kept = target.sequence.map(|sequence| envelopes::marks(connection, file, sequence)).transpose()?;
    let receipts = receipts::of_file(connection, file)?;
    Ok((Some(file), Situation { record: Some(record), contested, kept: kept.unwrap_or_default(), receipts, device }))
}

/// Everything about one incident. Only for callers that have written to the log who reads it.
pub(crate) fn file(connection: &Connection, file: u64, record: &Record) -> Result<Option<File>, StoreError> {
    let Some(incident) = record.incident() else { return Ok(None) };
    Ok(Some(File {
        incident: incident.clone(),
        track: track(envelopes::told(connection, file)?),
        receipts: receipts::of_file(connection, file)?,
        log: audit::of_file(connection, file)?,
    }))
}

/// Writes a change, all of it; after an error halfway the transaction cannot go on.
pub(crate) fn write(
    work: &mut Work<'_>,
    file: Option<u64>,
    situation: Situation,
    change: Change,
) -> Result<Outcome, StoreError> {
    let hand_out = change.hand_out_file && !change.notes.is_empty();
    let asked_for = if change.notes.is_empty() { Vec::new() } else { change.hand_out_messages };
    let (file, record) = match change.record {
        Some(record) => record_as(work, file, situation.record.as_ref(), record, change.decisive)?,
        None => (file.ok_or(StoreError::Homeless)?, situation.record.ok_or(StoreError::Homeless)?),
    };
    if let Some(envelope) = &change.envelope {
        envelopes::put(work.connection, file, envelope)?;
    }
    if let Some((sequence, copy, paths)) = &change.paths {
        envelopes::put_paths(work.connection, file, *sequence, *copy, paths)?;
    }
    for receipt in &change.receipts {
        receipts::append(work.connection, file, receipt)?;
    }
    if let Some((ordinal, at)) = change.fetched {
        receipts::mark_fetched(work.connection, file, ordinal, at)?;
    }
    if let Some(device) = &change.device {
        devices::put(work.connection, device)?;
    }
    for note in change.notes {
        work.log(note, Some(file))?;
    }
    let mut messages = Vec::new();
    for sequence in asked_for {
        messages.extend(envelopes::under(work.connection, file, sequence)?);
    }
    let file = if hand_out { self::file(work.connection, file, &record)?.map(Box::new) } else { None };
    let mut receipts = situation.receipts;
    receipts.extend(change.receipts);
    Ok(Outcome { record: Some(record), receipts, file, messages, refusal: None })
}

/// Gives the record its number, label and revision, and writes it where it belongs.
fn record_as(
    work: &mut Work<'_>,
    file: Option<u64>,
    before: Option<&Record>,
    mut record: Record,
    decisive: bool,
) -> Result<(u64, Record), StoreError> {
    let revision = work.next_revision();
    record.intake_mut().revision = revision;
    if let Record::Incident(incident) = &mut record
        && decisive
    {
        incident.decisive = revision;
    }
    let (connection, owes_text) = (work.connection, record.owes_text());
    let file = match (file, before, &mut record) {
        (Some(file), Some(Record::Incident(_)), Record::Incident(incident)) => {
            incidents::update(connection, file, incident, owes_text)?;
            file
        }
        (Some(file), Some(Record::Drill(_)), Record::Drill(drill)) => {
            drills::update(connection, file, drill, owes_text)?;
            file
        }
        (file, before, Record::Incident(incident)) => {
            if let (Some(file), Some(Record::Drill(_))) = (file, before) {
                drills::remove(connection, file)?;
            }
            let file = file.unwrap_or_else(|| work.next_file());
            incident.intake.label = work.next_incident_label();
            incidents::insert(connection, file, incident, owes_text)?;
            file
        }
        (file, before, Record::Drill(drill)) => {
            if let (Some(file), Some(Record::Incident(_))) = (file, before) {
                incidents::remove(connection, file)?;
            }
            let file = file.unwrap_or_else(|| work.next_file());
            drill.intake.label = work.next_drill_label();
            drills::insert(connection, file, drill, owes_text)?;
            file
        }
    };
    work.tell(&record);
    Ok((file, record))
}
