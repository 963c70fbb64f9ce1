//! Table `entries`: sealed messages on their way, with their leases.

use std::collections::BTreeMap;

use hifazat_phone::{Entry, EntryKey, EntryState, Lease};
use hifazat_protocol::{AlertId, Sequence, VerifiedReceipt};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{SETTLED, kind_code, kind_of, moment_bytes, moment_of, state_code, state_of};

/// Adds an entry; `false` when its number is taken.
pub(crate) fn add(db: &Connection, entry: &Entry) -> rusqlite::Result<bool> {
    let mut statement = db.prepare_cached(
        "INSERT INTO entries (alert, sequence, kind, envelope, sealed, attempts, state, refusal)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
    )?;
    let (state, refusal) = state_code(&entry.state);
    let added = statement.execute(params![
        entry.key.alert.0,
        entry.key.sequence.0,
        kind_code(entry.kind),
        entry.envelope,
        moment_bytes(&entry.sealed),
        entry.attempts,
        state,
        refusal,
    ])?;
    Ok(added == 1)
}

/// Is there an entry of this number?
pub(crate) fn is_taken(db: &Connection, key: EntryKey) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM entries WHERE alert = ?1 AND sequence = ?2)")?
        .query_row(params![key.alert.0, key.sequence.0], |row| row.get(0))
}

/// All entries by alert, in order.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<BTreeMap<AlertId, Vec<Entry>>> {
    let mut statement = db.prepare_cached(
        "SELECT alert, sequence, kind, envelope, sealed, attempts, state, refusal
         FROM entries ORDER BY alert, sequence",
    )?;
    let mut all: BTreeMap<AlertId, Vec<Entry>> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let entry = read(row)?;
        all.entry(entry.key.alert).or_default().push(entry);
    }
    Ok(all)
}

/// Takes the lease unless somebody holds it or the entry is settled.
pub(crate) fn claim(db: &Connection, key: EntryKey, lease: Lease) -> rusqlite::Result<bool> {
    let mut held =
        db.prepare_cached("SELECT lease_until FROM entries WHERE alert = ?1 AND sequence = ?2 AND state <> ?3")?;
    let found: Option<Option<i64>> =
        held.query_row(params![key.alert.0, key.sequence.0, SETTLED], |row| row.get(0)).optional()?;
    let Some(until) = found else { return Ok(false) };
    if until.is_some_and(|until| Lease::holds(hifazat_protocol::UnixMillis(until), lease.now)) {
        return Ok(false);
    }
    let mut take = db.prepare_cached(
        "UPDATE entries SET attempts = attempts + 1, lease_until = ?3, lease_holder = ?4
         WHERE alert = ?1 AND sequence = ?2",
    )?;
    take.execute(params![key.alert.0, key.sequence.0, lease.until.0, lease.holder.to_be_bytes()])?;
    Ok(true)
}

/// Gives an entry back that is still open.
pub(crate) fn release(db: &Connection, key: EntryKey, state: &EntryState) -> rusqlite::Result<()> {
    let (code, refusal) = state_code(state);
    let mut statement = db.prepare_cached(
        "UPDATE entries SET state = ?3, refusal = ?4, lease_until = NULL, lease_holder = NULL
         WHERE alert = ?1 AND sequence = ?2 AND state <> ?5",
    )?;
    statement.execute(params![key.alert.0, key.sequence.0, code, refusal, SETTLED])?;
    Ok(())
}

/// Settles the open entry whose envelope this receipt stores.
pub(crate) fn settle_stored(db: &Connection, proof: &VerifiedReceipt) -> rusqlite::Result<()> {
    let key = EntryKey { alert: proof.alert, sequence: proof.sequence };
    let mut of_that_number =
        db.prepare_cached("SELECT envelope FROM entries WHERE alert = ?1 AND sequence = ?2 AND state <> ?3")?;
    let envelope: Option<Vec<u8>> =
        of_that_number.query_row(params![key.alert.0, key.sequence.0, SETTLED], |row| row.get(0)).optional()?;
    if envelope.is_some_and(|envelope| proof.stores(&envelope)) {
        settle(db, key)?;
    }
    Ok(())
}

/// Settles one entry. Its bytes are needed no more, unless it is of a kind that would be brought again.
pub(crate) fn settle(db: &Connection, key: EntryKey) -> rusqlite::Result<()> {
    let mut kind = db.prepare_cached("SELECT kind FROM entries WHERE alert = ?1 AND sequence = ?2")?;
    let kind: Option<i64> = kind.query_row(params![key.alert.0, key.sequence.0], |row| row.get(0)).optional()?;
    let keeps = kind.is_some_and(|code| kind_of(code).is_brought_again());
    let mut statement = db.prepare_cached(
        "UPDATE entries SET state = ?3, refusal = NULL, lease_until = NULL, lease_holder = NULL,
                            envelope = CASE WHEN ?4 THEN envelope ELSE x'' END
         WHERE alert = ?1 AND sequence = ?2",
    )?;
    statement.execute(params![key.alert.0, key.sequence.0, SETTLED, keeps])?;
    Ok(())
}

/// Makes pending again what was settled and is still held.
pub(crate) fn reopen(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    let (pending, _) = state_code(&EntryState::Pending);
    db.prepare_cached("UPDATE entries SET state = ?2 WHERE alert = ?1 AND state = ?3 AND length(envelope) > 0")?
        .execute(params![alert.0, pending, SETTLED])?;
    Ok(())
}

/// No settled entry will be brought again.
pub(crate) fn empty_settled(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE entries SET envelope = x'' WHERE alert = ?1 AND state = ?2")?
        .execute(params![alert.0, SETTLED])?;
    Ok(())
}

/// Attempts that were counted elsewhere count here too.
pub(crate) fn note_attempts(db: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let EntryKey { alert, sequence } = entry.key;
    let mut statement =
        db.prepare_cached("UPDATE entries SET attempts = max(attempts, ?3) WHERE alert = ?1 AND sequence = ?2")?;
    statement.execute(params![alert.0, sequence.0, entry.attempts])?;
    Ok(())
}

/// Has any entry of this alert ever been claimed?
pub(crate) fn any_attempt(db: &Connection, alert: AlertId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM entries WHERE alert = ?1 AND attempts > 0)")?
        .query_row([alert.0], |row| row.get(0))
}

pub(crate) fn wipe(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM entries WHERE alert = ?1")?.execute([alert.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        key: EntryKey { alert: AlertId(row.get("alert")?), sequence: Sequence(row.get("sequence")?) },
        kind: kind_of(row.get("kind")?),
        envelope: row.get("envelope")?,
        sealed: moment_of(&row.get::<_, Vec<u8>>("sealed")?),
        attempts: row.get("attempts")?,
        state: state_of(row.get("state")?, row.get("refusal")?),
        text: None,
    })
}
