//! Receipts: the very bytes that were signed, so that a repeated request gets the same.

use hifazat_protocol::{Sequence, SignedReceipt, Stage, UnixMillis};
use hifazat_room::ledger::ReceiptRow;
use rusqlite::{Connection, Row, params};

use super::{damaged, to_i64};
use crate::error::StoreError;

const TABLE: &str = "receipts";

pub(crate) fn append(connection: &Connection, file: u64, receipt: &ReceiptRow) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO receipts (file, ordinal, stage, sequence, at, held, fetched_at, hash, bytes, envelope)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    statement.execute(params![
        to_i64(file),
        receipt.ordinal,
        number_of(receipt.stage),
        receipt.sequence.0,
        receipt.at.0,
        receipt.held,
        receipt.fetched_at.map(|at| at.0),
        receipt.signed.hash(),
        receipt.signed.as_bytes(),
        receipt.envelope,
    ])?;
    Ok(())
}

/// Oldest first.
pub(crate) fn of_file(connection: &Connection, file: u64) -> Result<Vec<ReceiptRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT ordinal, stage, sequence, at, held, fetched_at, hash, bytes, envelope
         FROM receipts WHERE file = ?1 ORDER BY ordinal",
    )?;
    let mut rows = statement.query([to_i64(file)])?;
    let mut receipts = Vec::new();
    while let Some(row) = rows.next()? {
        receipts.push(read(row)?);
    }
    Ok(receipts)
}

/// Her phone holds those before `ordinal`; the first time counts.
pub(crate) fn mark_fetched(connection: &Connection, file: u64, ordinal: u32, at: UnixMillis) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE receipts SET fetched_at = ?3
         WHERE file = ?1 AND ordinal < ?2 AND held = 0 AND fetched_at IS NULL",
    )?;
    statement.execute(params![to_i64(file), ordinal, at.0])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<ReceiptRow, StoreError> {
    Ok(ReceiptRow {
        ordinal: row.get(0)?,
        stage: stage_of(row.get(1)?)?,
        sequence: Sequence(row.get(2)?),
        at: UnixMillis(row.get(3)?),
        held: row.get(4)?,
        fetched_at: row.get::<_, Option<i64>>(5)?.map(UnixMillis),
        envelope: row.get(8)?,
        signed: SignedReceipt::from_kept(row.get(7)?, row.get(6)?),
    })
}

const fn number_of(stage: Stage) -> u8 {
    match stage {
        Stage::Stored => 0,
        Stage::Opened => 1,
        Stage::Seen => 2,
        Stage::Dispatched => 3,
        Stage::Arrived => 4,
        Stage::Closed => 5,
    }
}

fn stage_of(number: u8) -> Result<Stage, StoreError> {
    let stages = [Stage::Stored, Stage::Opened, Stage::Seen, Stage::Dispatched, Stage::Arrived, Stage::Closed];
    stages.get(usize::from(number)).copied().ok_or_else(|| damaged(TABLE, format!("stage {number} is not known")))
}
