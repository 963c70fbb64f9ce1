//! The log. Only ever appended to.

use hifazat_protocol::UnixMillis;
use hifazat_room::audit::Entry;
use rusqlite::{Connection, Row, params};

use super::{to_i64, to_u64};
use crate::error::StoreError;

const TABLE: &str = "audit";

pub(crate) fn append(connection: &Connection, entry: &Entry) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO audit (number, at, who, what, detail, file, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute(params![
        to_i64(entry.number),
        entry.at.0,
        entry.who,
        entry.what,
        entry.detail,
        entry.file.map(to_i64),
        entry.hash,
    ])?;
    Ok(())
}

/// The lines of one file, oldest first.
pub(crate) fn of_file(connection: &Connection, file: u64) -> Result<Vec<Entry>, StoreError> {
    let mut log = Vec::new();
    let sql = "SELECT number, at, who, what, detail, file, hash FROM audit WHERE file = ?1 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([to_i64(file)])?;
    while let Some(row) = rows.next()? {
        log.push(read(row)?);
    }
    Ok(log)
}

/// Shows every line to `check`, oldest first, until it objects.
pub(crate) fn walk<E: From<StoreError>>(
    connection: &Connection,
    mut check: impl FnMut(&Entry) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT number, at, who, what, detail, file, hash FROM audit ORDER BY number";
    let mut statement = connection.prepare_cached(sql).map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        check(&read(row)?)?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Entry, StoreError> {
    let file: Option<i64> = row.get(5)?;
    Ok(Entry {
        number: to_u64(TABLE, row.get(0)?)?,
        at: UnixMillis(row.get(1)?),
        who: row.get(2)?,
        what: row.get(3)?,
        detail: row.get(4)?,
        file: file.map(|file| to_u64(TABLE, file)).transpose()?,
        hash: row.get(6)?,
    })
}
