//! Drills, in a table of their own, so that no query of the live queue can meet one.

use hifazat_protocol::{AlertId, DeviceId};
use hifazat_room::{Drill, Revision};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::{from_json, to_i64, to_json, to_u64};
use crate::error::StoreError;

const TABLE: &str = "drills";

pub(crate) fn find(connection: &Connection, id: AlertId) -> Result<Option<(u64, Drill)>, StoreError> {
    one(connection, "SELECT file, body FROM drills WHERE id = ?1", [id.0])
}

/// That of the device that speaks, by the alert id on the wire.
pub(crate) fn of_sender(
    connection: &Connection,
    alert: AlertId,
    device: DeviceId,
) -> Result<Option<(u64, Drill)>, StoreError> {
    let sql = "SELECT file, body FROM drills WHERE alert = ?1 AND device = ?2 ORDER BY file LIMIT 1";
    one(connection, sql, [alert.0, device.0])
}

fn one(connection: &Connection, sql: &str, values: impl Params) -> Result<Option<(u64, Drill)>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row(values, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(file, body): (i64, String)| Ok((to_u64(TABLE, file)?, from_json(TABLE, &body)?))).transpose()
}

pub(crate) fn insert(connection: &Connection, file: u64, drill: &Drill, owes_text: bool) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO drills (file, id, alert, device, revision, owes_text, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let (intake, body) = (&drill.intake, to_json(TABLE, drill)?);
    let (id, alert, device, revision) = (intake.id.0, intake.alert.0, intake.device.0, to_i64(intake.revision.0));
    statement.execute(params![to_i64(file), id, alert, device, revision, owes_text, body])?;
    Ok(())
}

pub(crate) fn update(connection: &Connection, file: u64, drill: &Drill, owes_text: bool) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE drills SET revision = ?2, owes_text = ?3, body = ?4 WHERE file = ?1")?;
    statement.execute(params![to_i64(file), to_i64(drill.intake.revision.0), owes_text, to_json(TABLE, drill)?])?;
    Ok(())
}

/// The alert turned out to be in earnest, and its incident's row takes over. Envelopes, receipts and log stay.
pub(crate) fn remove(connection: &Connection, file: u64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM drills WHERE file = ?1")?.execute([to_i64(file)])?;
    Ok(())
}

/// The newest ones, newest first.
pub(crate) fn newest(connection: &Connection, limit: u32) -> Result<Vec<Drill>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT body FROM drills ORDER BY file DESC LIMIT ?1")?;
    collect(statement.query_map([limit], body)?)
}

/// Those that owe a text, oldest first.
pub(crate) fn owing(connection: &Connection) -> Result<Vec<Drill>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT body FROM drills INDEXED BY drills_owing WHERE owes_text = 1 ORDER BY file")?;
    collect(statement.query_map([], body)?)
}

pub(crate) fn after(connection: &Connection, revision: Revision, limit: u32) -> Result<Vec<Drill>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT body FROM drills WHERE revision > ?1 ORDER BY revision LIMIT ?2")?;
    collect(statement.query_map(params![to_i64(revision.0), limit], body)?)
}

fn body(row: &Row<'_>) -> rusqlite::Result<String> {
    row.get(0)
}

fn collect(rows: impl Iterator<Item = rusqlite::Result<String>>) -> Result<Vec<Drill>, StoreError> {
    rows.map(|body| from_json(TABLE, &body?)).collect()
}
