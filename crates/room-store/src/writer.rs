//! The one thread that writes. It takes whatever waits into one transaction and answers everybody after the commit:
//! while the disk flushes one batch, the next one gathers, so nothing waits on purpose.
//!
//! A task that fails before it has written anything fails alone. One that fails halfway takes its transaction with it,
//! and the tasks are run again, each in a transaction of its own; being pure, they may. A savepoint for each would
//! spare that rare repetition and cost every alert a copy of each page that it touches.

mod checkpoint;
mod task;
mod work;

use std::sync::Arc;

use hifazat_crash_points::{reached, room as points};
use hifazat_room::audit::AuditKey;
use hifazat_room::ledger::{Committed, LedgerError};
use rusqlite::Connection;
use tokio::sync::{broadcast, mpsc};

use crate::error::StoreError;
use crate::tables::meta::{self, Book};

pub(crate) use checkpoint::{Checkpoints, start as start_checkpoints};
pub(crate) use task::{Task, queue};
pub(crate) use work::Work;

/// More tasks than this in one commit would make the first of them wait too long.
const MOST_TASKS: usize = 512;

/// What the thread owns.
pub(crate) struct Writer {
    connection: Connection,
    key: AuditKey,
    told: broadcast::Sender<Arc<Committed>>,
    checkpoints: Checkpoints,
    /// The book as this thread last left it, and the version of the file by then.
    left: Option<(i64, Book)>,
}

/// Why a transaction was rolled back.
enum Failure {
    /// One task had written something and then failed.
    Halfway,
    /// The transaction itself could not begin or commit.
    Whole(StoreError),
}

impl Writer {
    pub(crate) const fn new(
        connection: Connection,
        key: AuditKey,
        told: broadcast::Sender<Arc<Committed>>,
        checkpoints: Checkpoints,
    ) -> Self {
        Self { connection, key, told, checkpoints, left: None }
    }

    /// Works until everybody who could send a task is gone.
    pub(crate) fn run(mut self, mut tasks: mpsc::Receiver<Box<dyn Task>>) {
        while let Some(first) = tasks.blocking_recv() {
            let mut batch = vec![first];
            match self.commit(&mut batch, || tasks.try_recv().ok()) {
                Ok(()) => {
                    batch.into_iter().for_each(|task| task.answer(None));
                    reached(points::BATCH_ANSWERED);
                }
                Err(Failure::Halfway) => batch.into_iter().for_each(|task| self.alone(task)),
                Err(Failure::Whole(error)) => {
                    tracing::error!(%error, tasks = batch.len(), "a commit failed; nothing of it was kept");
                    let failed = LedgerError::from(error);
                    batch.into_iter().for_each(|task| task.answer(Some(failed.clone())));
                }
            }
            self.checkpoints.after_batch(&self.connection);
        }
    }

    /// One task in a transaction of its own. If it fails halfway again, it keeps the error that it has.
    fn alone(&mut self, task: Box<dyn Task>) {
        let mut batch = vec![task];
        let failed = match self.commit(&mut batch, || None) {
            Ok(()) | Err(Failure::Halfway) => None,
            Err(Failure::Whole(error)) => Some(LedgerError::from(error)),
        };
        batch.into_iter().for_each(|task| task.answer(failed.clone()));
    }

    /// Runs the batch and whatever joins it in one transaction, which is over when this returns.
    fn commit(
        &mut self,
        batch: &mut Vec<Box<dyn Task>>,
        more: impl FnMut() -> Option<Box<dyn Task>>,
    ) -> Result<(), Failure> {
        let done = self.attempt(batch, more);
        if done.is_err() {
            self.left = None;
            // It may have failed to begin: then there is nothing to roll back.
            _ = self.connection.execute_batch("ROLLBACK");
        }
        done
    }

    fn attempt(
        &mut self,
        batch: &mut Vec<Box<dyn Task>>,
        mut more: impl FnMut() -> Option<Box<dyn Task>>,
    ) -> Result<(), Failure> {
        let (version, before) = self.begin()?;
        let mut work = Work::new(&self.connection, before);
        for task in batch.iter_mut() {
            work.run(&mut **task)?;
        }
        while batch.len() < MOST_TASKS {
            let Some(mut task) = more() else { break };
            let ran = work.run(&mut *task);
            batch.push(task);
            ran?;
        }
        let (book, records) = work.into_parts();
        if book != before {
            meta::save(&self.connection, &book, &self.key.sign(book.head))?;
        }
        reached(points::BATCH_WRITTEN);
        self.connection.prepare_cached("COMMIT")?.execute([])?;
        reached(points::BATCH_COMMITTED);
        self.left = Some((version, book));
        if !records.is_empty() {
            // Nobody may be listening.
            _ = self.told.send(Arc::new(Committed { revision: book.revision, records }));
            reached(points::CONSOLES_TOLD);
        }
        Ok(())
    }

    /// The book is read again when another process has written since.
    fn begin(&self) -> Result<(i64, Book), StoreError> {
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let version = meta::data_version(&self.connection)?;
        let book = match self.left {
            Some((known, book)) if known == version => book,
            Some(_) | None => meta::load(&self.connection)?,
        };
        Ok((version, book))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Whole(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Whole(error.into())
    }
}
