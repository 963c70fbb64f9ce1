//! Table `dropped`: how many receipts were not believed, by reason.

use hifazat_phone::Dropped;
use rusqlite::{Connection, params};

pub(crate) fn count(db: &Connection, more: Dropped) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(
        "INSERT INTO dropped (reason, count) VALUES (?1, ?2)
         ON CONFLICT (reason) DO UPDATE SET count = count + excluded.count",
    )?;
    let Dropped { forged, foreign, replayed, conflicting } = more;
    let reasons = [("forged", forged), ("foreign", foreign), ("replayed", replayed), ("conflicting", conflicting)];
    for (reason, count) in reasons {
        if count > 0 {
            statement.execute(params![reason, i64::try_from(count).unwrap_or(i64::MAX)])?;
        }
    }
    Ok(())
}

pub(crate) fn all(db: &Connection) -> rusqlite::Result<Dropped> {
    let mut dropped = Dropped::default();
    let mut statement = db.prepare_cached("SELECT reason, count FROM dropped")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let count = u64::try_from(row.get::<_, i64>("count")?).unwrap_or_default();
        match row.get::<_, String>("reason")?.as_str() {
            "forged" => dropped.forged = count,
            "foreign" => dropped.foreign = count,
            "replayed" => dropped.replayed = count,
            _ => dropped.conflicting = dropped.conflicting.saturating_add(count),
        }
    }
    Ok(dropped)
}
