//! Table `receipts`: what the room signed, as it came.

use std::collections::BTreeMap;

use hifazat_phone::KeptReceipt;
use hifazat_protocol::AlertId;
use rusqlite::{Connection, params};

use crate::codes::{moment_bytes, moment_of};

/// Adds a receipt; `false` if it was there.
pub(crate) fn add(db: &Connection, alert: AlertId, receipt: &KeptReceipt) -> rusqlite::Result<bool> {
    let mut statement = db.prepare_cached(
        "INSERT INTO receipts (alert, raw, path, learned) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    let added = statement.execute(params![alert.0, receipt.raw, receipt.path, moment_bytes(&receipt.learned)])?;
    Ok(added > 0)
}

/// How many are kept of an alert.
pub(crate) fn count(db: &Connection, alert: AlertId) -> rusqlite::Result<usize> {
    let mut statement = db.prepare_cached("SELECT count(*) FROM receipts WHERE alert = ?1")?;
    let count: i64 = statement.query_row([alert.0], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// All receipts by alert, as they arrived.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<BTreeMap<AlertId, Vec<KeptReceipt>>> {
    let mut statement = db.prepare_cached("SELECT alert, raw, path, learned FROM receipts ORDER BY number")?;
    let mut all: BTreeMap<AlertId, Vec<KeptReceipt>> = BTreeMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let receipt = KeptReceipt {
            raw: row.get("raw")?,
            path: row.get("path")?,
            learned: moment_of(&row.get::<_, Vec<u8>>("learned")?),
        };
        all.entry(AlertId(row.get("alert")?)).or_default().push(receipt);
    }
    Ok(all)
}

pub(crate) fn wipe(db: &Connection, alert: AlertId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM receipts WHERE alert = ?1")?.execute([alert.0])?;
    Ok(())
}
