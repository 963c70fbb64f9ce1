//! Table `alerts`: the facts of every alert, in the order of raising.

use hifazat_phone::{AlertFacts, Hidden, PlaceView};
use hifazat_protocol::{AlertId, Entropy, ResponseKey, Sequence, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::cipher::{Cipher, Place};
use crate::codes::{moment_bytes, moment_of, rule_code, rule_of, status_code, status_of, trigger_code, trigger_of};

/// What sealing a row needs.
pub(crate) struct Sealer<'a> {
    pub(crate) cipher: &'a Cipher,
    pub(crate) entropy: &'a dyn Entropy,
}

/// Writes the facts of a new alert, or joins them with those that are held.
pub(crate) fn put(db: &Connection, facts: &AlertFacts, sealer: &Sealer<'_>) -> rusqlite::Result<()> {
    // The tap: one insertion, nothing read.
    if !insert(db, facts, sealer)?
        && let Some(held) = one(db, facts.id, sealer.cipher)?
    {
        update(db, &facts.joined_with(&held), sealer)?;
    }
    Ok(())
}

fn insert(db: &Connection, facts: &AlertFacts, sealer: &Sealer<'_>) -> rusqlite::Result<bool> {
    let mut statement = db.prepare_cached(
        "INSERT INTO alerts (id, status, trigger, contact_rule, tapped, hidden, window_ended, pin_failures,
                             taken_back, cancelled, cancelled_at, broken, dismissed,
                             place_accuracy_m, place_at, place_doubtful)
         VALUES (:id, :status, :trigger, :rule, :tapped, :hidden, :window_ended, :pin_failures,
                 :taken_back, :cancelled, :cancelled_at, :broken, :dismissed,
                 :place_accuracy_m, :place_at, :place_doubtful)
         ON CONFLICT (id) DO NOTHING",
    )?;
    let inserted = statement.execute(named_params! {
        ":id": facts.id.0,
        ":status": status_code(facts.status),
        ":trigger": trigger_code(facts.trigger),
        ":rule": rule_code(facts.contact_rule),
        ":tapped": moment_bytes(&facts.tapped),
        ":hidden": sealed_hidden(facts, sealer),
        ":window_ended": facts.window_ended,
        ":pin_failures": facts.pin_failures,
        ":taken_back": facts.taken_back.as_ref().map(moment_bytes),
        ":cancelled": facts.cancelled.map(|(sequence, _)| sequence.0),
        ":cancelled_at": facts.cancelled.as_ref().map(|(_, at)| moment_bytes(at)),
        ":broken": facts.broken,
        ":dismissed": facts.dismissed,
        ":place_accuracy_m": radius_of(facts),
        ":place_at": facts.place.map(|place| place.at.0),
        ":place_doubtful": facts.place.map(|place| place.doubtful),
    })?;
    Ok(inserted == 1)
}

fn update(db: &Connection, facts: &AlertFacts, sealer: &Sealer<'_>) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(
        "UPDATE alerts SET hidden = :hidden, window_ended = :window_ended, pin_failures = :pin_failures,
                           taken_back = :taken_back, cancelled = :cancelled, cancelled_at = :cancelled_at,
                           broken = :broken, dismissed = :dismissed, place_accuracy_m = :place_accuracy_m,
                           place_at = :place_at, place_doubtful = :place_doubtful
         WHERE id = :id",
    )?;
    statement.execute(named_params! {
        ":id": facts.id.0,
        ":hidden": sealed_hidden(facts, sealer),
        ":window_ended": facts.window_ended,
        ":pin_failures": facts.pin_failures,
        ":taken_back": facts.taken_back.as_ref().map(moment_bytes),
        ":cancelled": facts.cancelled.map(|(sequence, _)| sequence.0),
        ":cancelled_at": facts.cancelled.as_ref().map(|(_, at)| moment_bytes(at)),
        ":broken": facts.broken,
        ":dismissed": facts.dismissed,
        ":place_accuracy_m": radius_of(facts),
        ":place_at": facts.place.map(|place| place.at.0),
        ":place_doubtful": facts.place.map(|place| place.doubtful),
    })?;
    Ok(())
}

/// A radius that is not a number is none.
fn radius_of(facts: &AlertFacts) -> Option<f64> {
    facts.place.and_then(|place| place.accuracy_m).filter(|m| m.is_finite())
}

fn one(db: &Connection, alert: AlertId, cipher: &Cipher) -> rusqlite::Result<Option<AlertFacts>> {
    let mut statement = db.prepare_cached("SELECT * FROM alerts WHERE id = ?1")?;
    statement.query_row([alert.0], |row| read(row, cipher)).optional()
}

/// All facts, newest first.
pub(crate) fn all(db: &Connection, cipher: &Cipher) -> rusqlite::Result<Vec<AlertFacts>> {
    let mut statement = db.prepare_cached("SELECT * FROM alerts ORDER BY number DESC")?;
    let rows = statement.query_map([], |row| read(row, cipher))?;
    rows.collect()
}

pub(crate) fn wipe(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM alerts WHERE id = ?1")?.execute([alert.0])?;
    Ok(())
}

fn read(row: &Row<'_>, cipher: &Cipher) -> rusqlite::Result<AlertFacts> {
    let id = AlertId(row.get("id")?);
    let moment = |bytes: Vec<u8>| moment_of(&bytes);
    let cancelled_at: Option<Vec<u8>> = row.get("cancelled_at")?;
    let cancelled: Option<u32> = row.get("cancelled")?;
    let place_at: Option<i64> = row.get("place_at")?;
    let accuracy_m = row.get("place_accuracy_m")?;
    let doubtful: Option<bool> = row.get("place_doubtful")?;
    Ok(AlertFacts {
        id,
        status: status_of(row.get("status")?),
        trigger: trigger_of(row.get("trigger")?),
        contact_rule: rule_of(row.get("contact_rule")?),
        tapped: row.get("tapped").map(moment)?,
        hidden: opened_hidden(id, &row.get::<_, Vec<u8>>("hidden")?, cipher),
        window_ended: row.get("window_ended")?,
        pin_failures: row.get("pin_failures")?,
        taken_back: row.get::<_, Option<Vec<u8>>>("taken_back")?.map(moment),
        cancelled: cancelled.map(Sequence).zip(cancelled_at.map(moment)),
        broken: row.get("broken")?,
        dismissed: row.get("dismissed")?,
        place: place_at.map(|at| PlaceView { accuracy_m, at: UnixMillis(at), doubtful: doubtful.unwrap_or(true) }),
    })
}

const fn place(row: &[u8]) -> Place<'_> {
    Place { table: "alerts", row, column: "hidden" }
}

/// One byte of flags and 32 of key, always the same length: neither is seen from outside.
fn sealed_hidden(facts: &AlertFacts, sealer: &Sealer<'_>) -> Vec<u8> {
    let Hidden { response_key, duress } = &facts.hidden;
    let flags = u8::from(*duress) | (u8::from(response_key.is_some()) << 1);
    let key = response_key.as_ref().map(ResponseKey::to_bytes).unwrap_or_default();
    let plain = [&[flags][..], &key].concat();
    sealer.cipher.seal(place(&facts.id.0), &plain, sealer.entropy).unwrap_or_default()
}

/// A row that no longer opens keeps its alert: it is carried all the same, only later receipts cannot be read.
fn opened_hidden(id: AlertId, sealed: &[u8], cipher: &Cipher) -> Hidden {
    let Some(plain) = cipher.open(place(&id.0), sealed) else {
        tracing::warn!(alert = %id, "the hidden part of an alert does not open");
        return Hidden::default();
    };
    let Some((flags, key)) = plain.split_first() else { return Hidden::default() };
    let key = <[u8; 32]>::try_from(key).ok().filter(|_| flags & 2 != 0);
    Hidden { response_key: key.map(ResponseKey::from_bytes), duress: flags & 1 != 0 }
}
