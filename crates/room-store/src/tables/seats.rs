//! Seats in the control room.

use hifazat_protocol::UnixMillis;
use hifazat_room::Seat;
use rusqlite::{Connection, Row, params};

use super::damaged;
use crate::error::StoreError;

const TABLE: &str = "seats";

/// By name; upper and lower case are the same.
pub(crate) fn find(connection: &Connection, name: &str) -> Result<Option<Seat>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT name, role, desk, password_hash, must_change, created_at FROM seats WHERE name = ?1")?;
    let mut rows = statement.query([name])?;
    rows.next()?.map(read).transpose()
}

/// All, by name.
pub(crate) fn all(connection: &Connection) -> Result<Vec<Seat>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT name, role, desk, password_hash, must_change, created_at FROM seats ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut seats = Vec::new();
    while let Some(row) = rows.next()? {
        seats.push(read(row)?);
    }
    Ok(seats)
}

/// Adds it, or takes the place of the one with its name.
pub(crate) fn put(connection: &Connection, seat: &Seat) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO seats (name, role, desk, password_hash, must_change, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let role = seat.role.as_str();
    statement.execute(params![seat.name, role, seat.desk, seat.password_hash, seat.must_change, seat.created_at.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Seat, StoreError> {
    Ok(Seat {
        name: row.get(0)?,
        role: row.get::<_, String>(1)?.parse().map_err(|error| damaged(TABLE, format!("{error}")))?,
        desk: row.get(2)?,
        password_hash: row.get(3)?,
        must_change: row.get(4)?,
        created_at: UnixMillis(row.get(5)?),
    })
}
