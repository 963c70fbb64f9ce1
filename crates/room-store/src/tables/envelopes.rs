//! Envelopes: the very bytes that came, for ever, and what was read in them.

use hifazat_protocol::{SealedText, Sequence, UnixMillis};
use hifazat_room::ledger::{KeptEnvelope, MAX_TRACK_PLACES, Mark, Standing, Told};
use hifazat_room::{Path, Place};
use rusqlite::{Connection, Row, params};

use super::{damaged, from_json, to_i64, to_json};
use crate::error::StoreError;

const TABLE: &str = "envelopes";
/// A text in bytes: six bits of each of its 160 characters.
const LONGEST_TEXT: u32 = 120;

/// Adds one, or writes what can now be read of one that is there.
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

/// All the ways by which one came.
pub(crate) fn put_paths(
    connection: &Connection,
    file: u64,
    sequence: Sequence,
    copy: u32,
    paths: &[Path],
) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE envelopes SET paths = ?4 WHERE file = ?1 AND sequence = ?2 AND copy = ?3")?;
    statement.execute(params![to_i64(file), sequence.0, copy, to_json(TABLE, &paths)?])?;
    Ok(())
}

/// What a decision needs of those under one sequence, in order of arrival. Of what is longer than a text no byte is read.
pub(crate) fn marks(connection: &Connection, file: u64, sequence: Sequence) -> Result<Vec<Mark>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT copy, received_at, paths, digest, standing, CASE WHEN length(bytes) <= ?3 THEN bytes END
         FROM envelopes WHERE file = ?1 AND sequence = ?2 ORDER BY copy",
    )?;
    let mut rows = statement.query(params![to_i64(file), sequence.0, LONGEST_TEXT])?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        let short: Option<Vec<u8>> = row.get(5)?;
        marks.push(Mark {
            copy: row.get(0)?,
            received_at: UnixMillis(row.get(1)?),
            paths: from_json(TABLE, &row.get::<_, String>(2)?)?,
            digest: row.get(3)?,
            standing: standing_of(row.get(4)?)?,
            is_text: short.is_some_and(|bytes| SealedText::from_bytes(bytes).is_ok()),
        });
    }
    Ok(marks)
}

/// All of those under one sequence, in order of arrival.
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

/// What is read of a file's messages for its track, in their order; of a very long one the end.
pub(crate) fn told(connection: &Connection, file: u64) -> Result<Vec<Told>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT sequence, standing, places FROM envelopes
         WHERE file = ?1 AND standing IN (?2, ?3, ?4) AND places IS NOT NULL ORDER BY sequence DESC, copy DESC",
    )?;
    let [counts, text, claim] = [Standing::Counts, Standing::Text, Standing::Claim].map(number_of);
    let mut rows = statement.query(params![to_i64(file), counts, text, claim])?;
    let (mut told, mut places_read) = (Vec::new(), 0);
    while places_read < MAX_TRACK_PLACES
        && let Some(row) = rows.next()?
    {
        let places: Vec<Place> = from_json(TABLE, &row.get::<_, String>(2)?)?;
        places_read += places.len();
        told.push(Told { sequence: Sequence(row.get(0)?), standing: standing_of(row.get(1)?)?, places });
    }
    told.reverse();
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
