//! Opening the database: pragmas, a check, migrations, and setting aside what is damaged.

use std::path::Path;
use std::time::Duration;

use hifazat_protocol::UnixMillis;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::copy;
use crate::folder::{Folder, file_number};
use crate::migrations::migrate;

/// Another process may be in the middle of a commit on a slow card.
const BUSY: Duration = Duration::from_secs(5);

/// An open database.
pub(crate) struct Open {
    pub(crate) db: Connection,
    /// Names the file, so that a rename by another process is noticed.
    pub(crate) file: Option<(u64, u64)>,
}

/// What is believed of the database before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Belief {
    /// Good, until the check says otherwise.
    Good,
    /// The check passes, and yet it cannot be worked with.
    Damaged,
}

/// Opens the database, or a fresh one if it is damaged. Call it under the folder's lock.
pub(crate) fn open(folder: &Folder, belief: Belief, now: UnixMillis) -> Result<Open, String> {
    let found = match belief {
        Belief::Good => try_open(folder),
        Belief::Damaged => Err(damage()),
    };
    match found {
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
    if is_emptied(folder) {
        return Err(damage());
    }
    make_private(&path);
    let mut db = Connection::open(&path)?;
    db.busy_timeout(BUSY)?;
    // Should the check fail, the log is set aside as it was found; SQLite would throw it away.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
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
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    migrate(&mut db)?;
    copy::reconcile(folder.path(), &mut db)?;
    let file = file_number(&path);
    Ok(Open { db, file })
}

/// Opens the database so that not a byte has to be written. In WAL mode even a reader writes, namely the index that all
/// processes share; alone and without locks it keeps that in memory. Another process that writes meanwhile can make the
/// picture wrong: an error then, or an alert that is brought once more, which harms nothing.
pub(crate) fn open_for_a_glance(folder: &Folder) -> rusqlite::Result<Connection> {
    let path = folder.database();
    let name: String = path.to_string_lossy().chars().flat_map(as_in_a_uri).collect();
    // Without a log there is nothing to index; SQLite would want to make one.
    let has_log = length(&folder.log()).is_some_and(|bytes| bytes > 0);
    let alone = if has_log { "vfs=unix-none" } else { "immutable=1" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(format!("file:{name}?mode=ro&{alone}"), flags)?;
    db.execute_batch("PRAGMA locking_mode = EXCLUSIVE;")?;
    Ok(db)
}

/// The characters that end a path in a URI, escaped.
fn as_in_a_uri(letter: char) -> Vec<char> {
    match letter {
        '%' => vec!['%', '2', '5'],
        '?' => vec!['%', '3', 'f'],
        '#' => vec!['%', '2', '3'],
        other => vec![other],
    }
}

/// A file of no bytes where there was a phone, or a log that has lost its database. SQLite would take it for a fresh
/// database, and throw the log away.
fn is_emptied(folder: &Folder) -> bool {
    let has_log = length(&folder.log()).is_some_and(|bytes| bytes > 0);
    match length(&folder.database()) {
        None => has_log,
        Some(bytes) => bytes == 0 && (has_log || copy::path_of(folder.path()).exists()),
    }
}

fn length(file: &Path) -> Option<u64> {
    std::fs::metadata(file).map(|data| data.len()).ok()
}

/// What SQLite says of a file that is damaged.
pub(crate) fn damage() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), None)
}

/// Is the file itself damaged, or no database of ours? A table that is missing, or a file that ends before its own log
/// says so, is damage too; so is a row that does not say what we write, or it would stand before all others for ever. An
/// ordinary read or write error is not: that is the disk, and may pass.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    let text = error.to_string();
    let cut_short = error.sqlite_error().is_some_and(|inner| inner.extended_code == ffi::SQLITE_IOERR_SHORT_READ);
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        || cut_short
        || is_no_row_of_ours(error)
        || text.contains("no such table")
        || text.contains("no such column")
}

const fn is_no_row_of_ours(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error};
    matches!(error, FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..) | Utf8Error(..))
}

/// Was the file moved or cut under our feet? Then it is opened anew, and checked, before anything else is said.
pub(crate) fn wants_reopening(error: &rusqlite::Error) -> bool {
    let moved = error.sqlite_error().is_some_and(|inner| inner.extended_code == ffi::SQLITE_READONLY_DBMOVED);
    moved || is_damage(error)
}

/// The file exists before SQLite opens it, for its owner only; SQLite gives its log the same mode.
fn make_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if let Err(error) = options.open(path) {
        tracing::debug!(%error, "SQLite will say what is wrong with the file");
    }
}
