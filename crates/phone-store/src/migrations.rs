//! Numbered migrations; `user_version` says how far a database has come. They only ever add: an older program can go on
//! with a newer database, and nothing pending is ever dropped.

use hifazat_crash_points::{phone as points, reached};
use rusqlite::{Connection, TransactionBehavior};

const STEPS: [&str; 3] = [
    include_str!("migrations/0001_outbox.sql"),
    include_str!("migrations/0002_dropped.sql"),
    include_str!("migrations/0003_texts.sql"),
];

/// Brings a database up to date. Each step is one transaction.
pub(crate) fn migrate(db: &mut Connection) -> rusqlite::Result<()> {
    for (number, step) in (1_i64..).zip(STEPS) {
        let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version < number {
            change.execute_batch(step)?;
            change.pragma_update(None, "user_version", number)?;
        }
        change.commit()?;
        reached(points::MIGRATED);
    }
    Ok(())
}
