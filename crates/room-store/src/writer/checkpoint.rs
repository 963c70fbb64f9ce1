//! Moving committed pages from the WAL into the database, beside the writer.
//!
//! SQLite's own automatic checkpoint would run inside a commit, and everybody in that batch, and behind it, would wait
//! for thousands of pages. Here a second thread moves them while commits go on, and the writer itself moves the few that
//! have come meanwhile, between two batches: only then can the WAL begin anew and stay small.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::connection::open_for_writing;
use crate::error::StoreError;

/// Rows written between two checkpoints: some 20 MB of pages.
const ROWS: u64 = 32_768;

/// The writer's end.
pub(crate) struct Checkpoints {
    wake: SyncSender<()>,
    moved: Arc<AtomicBool>,
    rows_at_last: u64,
}

/// Starts the thread. It ends when the writer's end is dropped.
pub(crate) fn start(file: &Path) -> Result<(Checkpoints, JoinHandle<()>), StoreError> {
    let connection = open_for_writing(file)?;
    let (wake, woken) = sync_channel(1);
    let moved = Arc::new(AtomicBool::new(false));
    let checkpoints = Checkpoints { wake, moved: Arc::clone(&moved), rows_at_last: 0 };
    let thread = std::thread::Builder::new()
        .name("room-checkpoint".to_owned())
        .spawn(move || run(&connection, &woken, &moved))
        .map_err(|error| StoreError::Io { path: file.to_owned(), error })?;
    Ok((checkpoints, thread))
}

fn run(connection: &Connection, woken: &Receiver<()>, moved: &AtomicBool) {
    while woken.recv().is_ok() {
        checkpoint(connection);
        moved.store(true, Ordering::Release);
    }
}

impl Checkpoints {
    /// Between two batches.
    pub(crate) fn after_batch(&mut self, connection: &Connection) {
        if self.moved.swap(false, Ordering::Acquire) {
            checkpoint(connection);
        }
        let rows = connection.total_changes();
        if rows.saturating_sub(self.rows_at_last) >= ROWS {
            match self.wake.try_send(()) {
                Ok(()) => self.rows_at_last = rows,
                // Still busy with the last one, or gone: the WAL only grows for a while.
                Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
            }
        }
    }
}

/// Moves what no reader still needs where it is. Never waits for anybody.
fn checkpoint(connection: &Connection) {
    let moved = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = moved {
        // Nothing is lost: the pages stay in the WAL, and the next checkpoint moves them.
        tracing::warn!(%error, "a checkpoint failed");
    }
}
