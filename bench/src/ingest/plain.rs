//! The same rows that the room wrote, inserted again into the same tables with nothing else done: what the disk and the
//! SQL engine allow.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hifazat_time::{Clock, SystemClock};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::figures::per_second;

/// Tables in which an alert has rows, each with the number of its file.
const TABLES: [&str; 4] = ["incidents", "envelopes", "receipts", "audit"];

const COUNT: &str =
    "UPDATE meta SET revision = revision + ?1, audit_hash = randomblob(32), audit_signature = randomblob(64)";

/// One row of one of the tables.
struct Row {
    table: usize,
    values: Vec<Value>,
}

/// Rows of a room's database, alert by alert, and the tables that they stand in.
pub(super) struct Rows {
    schema: Vec<String>,
    inserts: Vec<String>,
    alerts: Vec<Vec<Row>>,
}

impl Rows {
    /// Reads the newest `alerts` alerts of a room that may be serving.
    pub(super) fn of(database: &Path, alerts: usize) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let room = Connection::open_with_flags(database, flags).context("opening the room's database")?;
        let mut read = Self { schema: schema(&room)?, inserts: Vec::new(), alerts: Vec::new() };
        let mut files: BTreeMap<i64, Vec<Row>> = BTreeMap::new();
        let first: i64 = room.query_row(
            "SELECT min(file) FROM (SELECT file FROM incidents ORDER BY file DESC LIMIT ?1)",
            [i64::try_from(alerts)?],
            |row| row.get(0),
        )?;
        for (table, name) in TABLES.iter().enumerate() {
            let mut statement = room.prepare(&format!("SELECT * FROM {name} WHERE file >= ?1"))?;
            let columns = statement.column_count();
            let file = statement.column_index("file").context("a table without its file")?;
            let marks = vec!["?"; columns].join(", ");
            read.inserts.push(format!("INSERT INTO {name} VALUES ({marks})"));
            let mut rows = statement.query([first])?;
            while let Some(row) = rows.next()? {
                let values = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
                files.entry(row.get(file)?).or_default().push(Row { table, values });
            }
        }
        read.alerts = files.into_values().collect();
        ensure!(read.alerts.len() == alerts, "the room holds {} of {alerts} alerts", read.alerts.len());
        Ok(read)
    }

    /// Alerts per second with so many of them in each transaction.
    pub(super) fn insert(&self, batch: usize, most: usize) -> Result<f64> {
        let folder = tempfile::tempdir()?;
        let mut plain = Connection::open(folder.path().join("plain.db"))?;
        plain.pragma_update(None, "journal_mode", "WAL")?;
        plain.pragma_update(None, "synchronous", "FULL")?;
        for words in &self.schema {
            plain.execute_batch(words)?;
        }
        plain.execute("INSERT INTO meta VALUES (1, 0, 0, 0, 0, 0, zeroblob(32), zeroblob(64))", [])?;
        let alerts = self.alerts.get(..most).unwrap_or(&self.alerts);
        let before = SystemClock.elapsed();
        for chunk in alerts.chunks(batch) {
            let transaction = plain.transaction()?;
            // The room's counters and the signed end of its log are written with every commit.
            transaction.prepare_cached(COUNT)?.execute([i64::try_from(chunk.len())?])?;
            for row in chunk.iter().flatten() {
                let insert = self.inserts.get(row.table).context("a table without its insert")?;
                transaction.prepare_cached(insert)?.execute(params_from_iter(&row.values))?;
            }
            transaction.commit()?;
        }
        let took: Duration = SystemClock.elapsed().saturating_sub(before);
        Ok(per_second(alerts.len(), took))
    }
}

/// The tables with their indices, as the room made them.
fn schema(room: &Connection) -> Result<Vec<String>> {
    let mut statement = room.prepare(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ('meta', 'incidents', 'envelopes', 'receipts', 'audit')",
    )?;
    let words = statement.query_map([], |row| row.get(0))?;
    Ok(words.collect::<Result<_, _>>()?)
}
