//! The one thread that writes. It takes whatever waits into one transaction and answers everybody after the commit:
//! while the disk flushes one batch, the next one gathers, so nothing waits on purpose.
//!
//! Each task runs in a savepoint: one that fails, or panics, rolls back alone.

mod task;
mod work;

use std::sync::Arc;

use hifazat_room::audit::AuditKey;
use hifazat_room::ledger::{Committed, LedgerError};
use rusqlite::Connection;
use tokio::sync::{broadcast, mpsc};

use crate::error::StoreError;
use crate::tables::meta::{self, Book};

pub(crate) use task::{Task, queue};
pub(crate) use work::Work;

/// More tasks than this in one commit would make the first of them wait too long.
const MOST_TASKS: usize = 512;

/// What the thread owns.
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) key: AuditKey,
    pub(crate) told: broadcast::Sender<Arc<Committed>>,
}

impl Writer {
    /// Works until everybody who could send a task is gone.
    pub(crate) fn run(self, mut tasks: mpsc::Receiver<Box<dyn Task>>) {
        let mut seen = None;
        while let Some(first) = tasks.blocking_recv() {
            let mut batch = vec![first];
            let verdict = self.commit(&mut batch, &mut tasks, &mut seen);
            if let Err(error) = &verdict {
                tracing::error!(%error, tasks = batch.len(), "a commit failed; nothing of it was kept");
                seen = None;
                // Nothing is open when the commit itself had failed.
                _ = self.connection.execute_batch("ROLLBACK");
            }
            let failed = verdict.err().map(LedgerError::from);
            for task in batch {
                task.answer(failed.clone());
            }
        }
    }

    /// One transaction. The book is read again when another process has written since.
    fn commit(
        &self,
        batch: &mut Vec<Box<dyn Task>>,
        tasks: &mut mpsc::Receiver<Box<dyn Task>>,
        seen: &mut Option<(i64, Book)>,
    ) -> Result<(), StoreError> {
        let connection = &self.connection;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let version = meta::data_version(connection)?;
        let before = match seen {
            Some((known, book)) if *known == version => *book,
            _ => meta::load(connection)?,
        };
        let mut work = Work::new(connection, before);
        for task in batch.iter_mut() {
            task.run(&mut work)?;
        }
        while batch.len() < MOST_TASKS {
            let Ok(mut task) = tasks.try_recv() else { break };
            let ran = task.run(&mut work);
            batch.push(task);
            ran?;
        }
        let (book, records) = work.into_parts();
        if book != before {
            meta::save(connection, &book, &self.key.sign(book.head))?;
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
        *seen = Some((version, book));
        if !records.is_empty() {
            // Nobody may be listening.
            _ = self.told.send(Arc::new(Committed { revision: book.revision, records }));
        }
        Ok(())
    }
}
