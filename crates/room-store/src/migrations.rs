//! The file's versions. Each step is one frozen SQL text; steps only add, and never drop a row.

use hifazat_crash_points::{reached, room as points};
use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

const STEPS: [&str; 5] = [
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_receipts_name_envelopes.sql"),
    include_str!("../migrations/0003_texts.sql"),
    include_str!("../migrations/0004_crowd.sql"),
    include_str!("../migrations/0005_senders.sql"),
];

/// Brings the file to the newest version, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    for (version, step) in (1_u32..).zip(STEPS) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version_of(&transaction)? < version {
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", version)?;
            transaction.commit()?;
            reached(points::MIGRATED);
        }
    }
    check(connection)
}

/// Refuses a file that a newer version has written.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let found = version_of(connection)?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) }
}

fn version_of(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
