//! Envelopes: the very bytes that came, for ever, and what was read in them.

use hifazat_protocol::{Sequence, UnixMillis};
use hifazat_room::ledger::{KeptEnvelope, Standing, Told};
use rusqlite::{Connection, Row, params};

use super::{damaged, from_json, to_i64, to_json};
use crate::error::StoreError;

const TABLE: &str = "envelopes";

/// Adds one, or writes new paths and standing of one that is there.
pub(crate) fn put(connection: &Connection, file: u64, envelope: &KeptEnvelope) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO envelopes (file, sequence, copy, received_at, paths, digest, standing, places, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (file, sequence, copy)
         DO UPDATE SET paths = excluded.paths, standing = excluded.standing, places = excluded.places",
    )?;
    let places = match envelope.places.as_slice() {
        [] => None,
        places => Some(to_json(TABLE, &places)?),
    };
    statement.execute(params![
        to_i64(file),
        envelope.sequence.0,
        envelope.copy,
        envelope.received_at.0,
        to_json(TABLE, &envelope.paths)?,
        envelope.digest,
        number_of(envelope.standing),
        places,
        envelope.bytes,
    ])?;
    Ok(())
}

/// Those under one sequence, in order of arrival.
pub(crate) fn under(connection: &Connection, file: u64, sequence: Sequence) -> Result<Vec<KeptEnvelope>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT sequence, copy, received_at, paths, digest, standing, places, bytes
         FROM envelopes WHERE file = ?1 AND sequence = ?2 ORDER BY copy",
    )?;
    let mut rows = statement.query(params![to_i64(file), sequence.0])?;
    let mut kept = Vec::new();
    while let Some(row) = rows.next()? {
        kept.push(read(row)?);
    }
    Ok(kept)
}

/// What is read of a file's messages for its track, in their order.
pub(crate) fn told(connection: &Connection, file: u64) -> Result<Vec<Told>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT sequence, standing, places FROM envelopes WHERE file = ?1 ORDER BY sequence, copy")?;
    let mut rows = statement.query([to_i64(file)])?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        let places: Option<String> = row.get(2)?;
        told.push(Told {
            sequence: Sequence(row.get(0)?),
            standing: standing_of(row.get(1)?)?,
            places: places.map(|places| from_json(TABLE, &places)).transpose()?.unwrap_or_default(),
        });
    }
    Ok(told)
}

fn read(row: &Row<'_>) -> Result<KeptEnvelope, StoreError> {
    let places: Option<String> = row.get(6)?;
    Ok(KeptEnvelope {
        sequence: Sequence(row.get(0)?),
        copy: row.get(1)?,
        received_at: UnixMillis(row.get(2)?),
        paths: from_json(TABLE, &row.get::<_, String>(3)?)?,
        digest: row.get(4)?,
        standing: standing_of(row.get(5)?)?,
        places: places.map(|places| from_json(TABLE, &places)).transpose()?.unwrap_or_default(),
        bytes: row.get(7)?,
    })
}

const fn number_of(standing: Standing) -> u8 {
    match standing {
        Standing::Counts => 0,
        Standing::Unreadable => 1,
        Standing::Second => 2,
        Standing::Text => 3,
        Standing::Claim => 4,
    }
}

fn standing_of(number: u8) -> Result<Standing, StoreError> {
    match number {
        0 => Ok(Standing::Counts),
        1 => Ok(Standing::Unreadable),
        2 => Ok(Standing::Second),
        3 => Ok(Standing::Text),
        4 => Ok(Standing::Claim),
        _ => Err(damaged(TABLE, format!("standing {number} is not known"))),
    }
}
