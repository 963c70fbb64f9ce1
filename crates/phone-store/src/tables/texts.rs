//! Table `texts`: the short forms of entries, whether they went, and who is handing one over.

use std::collections::BTreeMap;

use hifazat_phone::{Entry, EntryKey, EntryText, Lease, Moment};
use hifazat_protocol::{AlertId, ResponseKey, Sequence, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::cipher::{Cipher, Place};
use crate::codes::{moment_bytes, moment_of};
use crate::tables::alerts::Sealer;

/// Writes the text of an entry down, if it has one, or joins what is known of it with what is held.
pub(crate) fn put(db: &Connection, entry: &Entry, sealer: &Sealer<'_>) -> rusqlite::Result<()> {
    let Some(text) = &entry.text else { return Ok(()) };
    let mut statement = db.prepare_cached(
        "INSERT INTO texts (alert, sequence, content, tries, sent) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (alert, sequence)
         DO UPDATE SET tries = max(tries, excluded.tries), sent = coalesce(sent, excluded.sent)",
    )?;
    let plain = [&text.key.to_bytes()[..], &text.bytes].concat();
    let row = row_of(entry.key);
    let content = sealer.cipher.seal(place(&row), &plain, sealer.entropy).unwrap_or_default();
    let EntryKey { alert, sequence } = entry.key;
    statement.execute(params![alert.0, sequence.0, content, text.tries, text.sent.as_ref().map(moment_bytes)])?;
    Ok(())
}

/// All of them. One that no longer opens is left out: its envelope goes on being carried.
pub(crate) fn all(db: &Connection, cipher: &Cipher) -> rusqlite::Result<BTreeMap<EntryKey, EntryText>> {
    let mut statement = db.prepare_cached("SELECT alert, sequence, content, tries, sent FROM texts")?;
    let mut rows = statement.query([])?;
    let mut all = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let key = EntryKey { alert: AlertId(row.get("alert")?), sequence: Sequence(row.get("sequence")?) };
        match read(row, key, cipher)? {
            Some(text) => drop(all.insert(key, text)),
            None => tracing::warn!(alert = %key.alert, "a text does not open"),
        }
    }
    Ok(all)
}

/// Takes the lease and counts the try, unless it went already or somebody holds it.
pub(crate) fn begin(db: &Connection, key: EntryKey, lease: Lease) -> rusqlite::Result<bool> {
    let EntryKey { alert, sequence } = key;
    let mut held =
        db.prepare_cached("SELECT lease_until FROM texts WHERE alert = ?1 AND sequence = ?2 AND sent IS NULL")?;
    let found: Option<Option<i64>> = held.query_row(params![alert.0, sequence.0], |row| row.get(0)).optional()?;
    let Some(until) = found else { return Ok(false) };
    if until.is_some_and(|until| Lease::holds(UnixMillis(until), lease.now)) {
        return Ok(false);
    }
    let mut take = db.prepare_cached(
        "UPDATE texts SET tries = tries + 1, lease_until = ?3, lease_holder = ?4 WHERE alert = ?1 AND sequence = ?2",
    )?;
    take.execute(params![alert.0, sequence.0, lease.until.0, lease.holder.to_be_bytes()])?;
    Ok(true)
}

/// The operator has taken it. The first time counts.
pub(crate) fn end(db: &Connection, key: EntryKey, sent: &Moment) -> rusqlite::Result<()> {
    let mut statement =
        db.prepare_cached("UPDATE texts SET sent = coalesce(sent, ?3) WHERE alert = ?1 AND sequence = ?2")?;
    statement.execute(params![key.alert.0, key.sequence.0, moment_bytes(sent)])?;
    Ok(())
}

/// Was any text of this alert ever about to go?
pub(crate) fn any_try(db: &Connection, alert: AlertId) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM texts WHERE alert = ?1 AND tries > 0)")?
        .query_row([alert.0], |row| row.get(0))
}

pub(crate) fn wipe(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM texts WHERE alert = ?1")?.execute([alert.0])?;
    Ok(())
}

fn read(row: &Row<'_>, key: EntryKey, cipher: &Cipher) -> rusqlite::Result<Option<EntryText>> {
    let content: Vec<u8> = row.get("content")?;
    let Some(plain) = cipher.open(place(&row_of(key)), &content) else { return Ok(None) };
    let Some((key, bytes)) = plain.split_first_chunk::<32>() else { return Ok(None) };
    Ok(Some(EntryText {
        bytes: bytes.to_vec(),
        key: ResponseKey::from_bytes(*key),
        tries: row.get("tries")?,
        sent: row.get::<_, Option<Vec<u8>>>("sent")?.map(|bytes| moment_of(&bytes)),
    }))
}

const fn place(row: &[u8]) -> Place<'_> {
    Place { table: "texts", row, column: "content" }
}

fn row_of(key: EntryKey) -> Vec<u8> {
    [&key.alert.0[..], &key.sequence.0.to_be_bytes()].concat()
}
