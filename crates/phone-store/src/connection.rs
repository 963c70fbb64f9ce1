//! Opening the database: pragmas, a check, migrations, and setting aside what is damaged.

use std::time::Duration;

use hifazat_protocol::UnixMillis;
use rusqlite::{Connection, ErrorCode};

use crate::copy;
use crate::folder::{Folder, file_number};
use crate::migrations::migrate;
use crate::tables::vault;

/// Another process may be in the middle of a commit on a slow card.
const BUSY: Duration = Duration::from_secs(5);

/// An open database.
pub(crate) struct Open {
    pub(crate) db: Connection,
    /// Names the file, so that a rename by another process is noticed.
    pub(crate) file: Option<(u64, u64)>,
}

/// Opens the database, or a fresh one if it is damaged. Call it under the folder's lock.
pub(crate) fn open(folder: &Folder, now: UnixMillis) -> Result<Open, String> {
    match try_open(folder) {
        Ok(open) => Ok(open),
        Err(error) if is_damage(&error) => {
            tracing::error!(%error, "the database is damaged and is set aside; a fresh one takes its place");
            folder.set_aside(now).map_err(|error| error.to_string())?;
            try_open(folder).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    }
}

fn try_open(folder: &Folder) -> rusqlite::Result<Open> {
    let path = folder.database();
    let fresh = !path.exists();
    let mut db = Connection::open(&path)?;
    db.busy_timeout(BUSY)?;
    // FULL: a commit has reached the disk when it returns. NORMAL loses the last taps at a power cut.
    db.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA secure_delete = ON;",
    )?;
    db.set_prepared_statement_cache_capacity(64);
    let verdict: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(damage());
    }
    migrate(&mut db)?;
    if fresh {
        for (name, value) in copy::read(folder.path()) {
            vault::put_if_absent(&db, &name, &value)?;
        }
    }
    private(&path);
    let file = file_number(&path);
    Ok(Open { db, file })
}

fn damage() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT), None)
}

/// Is the file itself damaged, or no database of ours? A table that is missing is damage too.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    let text = error.to_string();
    matches!(code, Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        || text.contains("no such table")
        || text.contains("no such column")
}

#[cfg(unix)]
fn private(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    let owner_only = std::fs::Permissions::from_mode(0o600);
    if let Err(error) = std::fs::set_permissions(path, owner_only) {
        tracing::warn!(%error, "the database's mode could not be narrowed");
    }
}

#[cfg(not(unix))]
fn private(_path: &std::path::Path) {}
