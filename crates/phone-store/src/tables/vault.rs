//! Table `vault`: sealed values by name. Only the cipher knows what is in them.

use rusqlite::{Connection, OptionalExtension, params};

pub(crate) fn get(db: &Connection, name: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT value FROM vault WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

pub(crate) fn put(db: &Connection, name: &str, value: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO vault (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}

/// Writes unless there is a value already.
pub(crate) fn put_if_absent(db: &Connection, name: &str, value: &[u8]) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT INTO vault (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![name, value])?;
    Ok(())
}

pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let mut statement = db.prepare_cached("SELECT name, value FROM vault ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
