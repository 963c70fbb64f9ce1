//! How the file is opened: durable for the writer, harmless for readers.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::StoreError;

/// "HIFR": tells our file from any other.
const APPLICATION_ID: i64 = 0x4849_4652;
/// `seat add` may write while the room serves.
const BUSY: Duration = Duration::from_secs(5);
const STATEMENTS: usize = 64;

/// For the writer: makes the file if there is none.
pub(crate) fn open_for_writing(file: &Path) -> Result<Connection, StoreError> {
    create_private(file)?;
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | no_mutex())?;
    connection.busy_timeout(BUSY)?;
    let (id, tables): (i64, i64) = connection
        .query_row(
            "SELECT (SELECT application_id FROM pragma_application_id), count(*) FROM sqlite_schema",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(|error| foreign(file, error))?;
    if id != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign(file.to_owned()));
    }
    if id != APPLICATION_ID {
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit that was answered is on the disk, whatever happens to the power. NORMAL loses the last ones.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // 64 MiB of pages.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Checkpoints run beside the writer; this is for the case that they cannot keep up: 256 MiB.
    connection.pragma_update(None, "wal_autocheckpoint", 65_536)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// For readers: can change nothing.
pub(crate) fn open_for_reading(file: &Path) -> Result<Connection, StoreError> {
    if !file.exists() {
        return Err(StoreError::Missing(file.to_owned()));
    }
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | no_mutex())?;
    connection.busy_timeout(BUSY)?;
    let id: i64 = connection
        .query_row("SELECT application_id FROM pragma_application_id", [], |row| row.get(0))
        .map_err(|error| foreign(file, error))?;
    if id != APPLICATION_ID {
        return Err(StoreError::Foreign(file.to_owned()));
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn create_private(file: &Path) -> Result<(), StoreError> {
    let opened = private().create(true).open(file);
    opened.map(|_| ()).map_err(|error| StoreError::Io { path: file.to_owned(), error })
}

/// What is made so is readable by the room's own account alone, from its first byte on.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn foreign(file: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign(file.to_owned()),
        _ => error.into(),
    }
}

fn no_mutex() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX
}
