//! Incidents: what the queue needs of each, as JSON, with the few columns that are searched.

use hifazat_protocol::{AlertId, DeviceId};
use hifazat_room::{Footing, Incident, Revision};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::{from_json, to_i64, to_json, to_u64};
use crate::error::StoreError;

const TABLE: &str = "incidents";

pub(crate) fn find(connection: &Connection, id: AlertId) -> Result<Option<(u64, Incident)>, StoreError> {
    one(connection, "SELECT file, body FROM incidents WHERE id = ?1", [id.0])
}

/// That of the device that speaks, by the alert id on the wire.
pub(crate) fn of_sender(
    connection: &Connection,
    alert: AlertId,
    device: DeviceId,
) -> Result<Option<(u64, Incident)>, StoreError> {
    let sql = "SELECT file, body FROM incidents WHERE alert = ?1 AND device = ?2 ORDER BY file LIMIT 1";
    one(connection, sql, [alert.0, device.0])
}

fn one(connection: &Connection, sql: &str, values: impl Params) -> Result<Option<(u64, Incident)>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(values, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(file, body): (i64, String)| Ok((to_u64(TABLE, file)?, from_json(TABLE, &body)?))).transpose()
}

pub(crate) fn insert(
    connection: &Connection,
    file: u64,
    incident: &Incident,
    owes_text: bool,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO incidents (file, id, alert, device, revision, is_open, owes_text, footing, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let (intake, footing, body) = (&incident.intake, incident.footing().rank(), to_json(TABLE, incident)?);
    let (id, alert, device, revision) = (intake.id.0, intake.alert.0, intake.device.0, to_i64(intake.revision.0));
    let is_open = incident.is_open();
    statement.execute(params![to_i64(file), id, alert, device, revision, is_open, owes_text, footing, body])?;
    Ok(())
}

pub(crate) fn update(
    connection: &Connection,
    file: u64,
    incident: &Incident,
    owes_text: bool,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE incidents SET revision = ?2, is_open = ?3, owes_text = ?4, footing = ?5, body = ?6 WHERE file = ?1",
    )?;
    let (revision, body) = (to_i64(incident.intake.revision.0), to_json(TABLE, incident)?);
    let footing = incident.footing().rank();
    statement.execute(params![to_i64(file), revision, incident.is_open(), owes_text, footing, body])?;
    Ok(())
}

/// The alert turned out to be a drill, whose row takes over. Envelopes, receipts and log stay.
pub(crate) fn remove(connection: &Connection, file: u64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM incidents WHERE file = ?1")?.execute([to_i64(file)])?;
    Ok(())
}

/// Open ones of one footing that changed last before a revision, newest first; at most so many.
pub(crate) fn open(
    connection: &Connection,
    footing: Footing,
    before: Revision,
    limit: Option<u32>,
) -> Result<Vec<Incident>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT body FROM incidents INDEXED BY incidents_crowd
         WHERE is_open = 1 AND footing = ?1 AND revision < ?2 ORDER BY revision DESC LIMIT ?3",
    )?;
    // A negative limit is none.
    let limit = limit.map_or(-1, i64::from);
    collect(statement.query_map(params![footing.rank(), to_i64(before.0), limit], body)?)
}

/// How many open ones do not stand firm. Reads the index alone.
pub(crate) fn count_crowd(connection: &Connection) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT count(*) FROM incidents INDEXED BY incidents_crowd WHERE is_open = 1 AND footing > 0",
    )?;
    to_u64(TABLE, statement.query_row([], |row| row.get(0))?)
}

/// Those that owe a text, oldest first.
pub(crate) fn owing(connection: &Connection) -> Result<Vec<Incident>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT body FROM incidents INDEXED BY incidents_owing WHERE owes_text = 1 ORDER BY file")?;
    collect(statement.query_map([], body)?)
}

/// All of them, oldest first.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Incident>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT body FROM incidents ORDER BY file")?;
    collect(statement.query_map([], body)?)
}

pub(crate) fn after(connection: &Connection, revision: Revision, limit: u32) -> Result<Vec<Incident>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT body FROM incidents WHERE revision > ?1 ORDER BY revision LIMIT ?2")?;
    collect(statement.query_map(params![to_i64(revision.0), limit], body)?)
}

fn body(row: &Row<'_>) -> rusqlite::Result<String> {
    row.get(0)
}

fn collect(rows: impl Iterator<Item = rusqlite::Result<String>>) -> Result<Vec<Incident>, StoreError> {
    rows.map(|body| from_json(TABLE, &body?)).collect()
}
