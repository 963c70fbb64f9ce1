//! The one row that says where everything stands. Written once per commit.

use hifazat_room::Revision;
use hifazat_room::audit::{Head, SignedHead};
use rusqlite::{Connection, params};

use super::{to_i64, to_u64};
use crate::error::StoreError;

const TABLE: &str = "meta";

/// Counters and the end of the log. Lives in the writer's memory between commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Book {
    pub(crate) revision: Revision,
    /// The last number given to an incident or a drill.
    pub(crate) files: u64,
    pub(crate) incident_labels: u32,
    pub(crate) drill_labels: u32,
    pub(crate) head: Head,
}

pub(crate) fn load(connection: &Connection) -> Result<Book, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT revision, files, incident_labels, drill_labels, audit_number, audit_hash FROM meta WHERE id = 1",
    )?;
    let (revision, files, incident_labels, drill_labels, number, hash): (i64, i64, u32, u32, i64, [u8; 32]) = statement
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)))?;
    Ok(Book {
        revision: Revision(to_u64(TABLE, revision)?),
        files: to_u64(TABLE, files)?,
        incident_labels,
        drill_labels,
        head: Head { number: to_u64(TABLE, number)?, hash },
    })
}

pub(crate) fn save(connection: &Connection, book: &Book, signed: &SignedHead) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "UPDATE meta SET revision = ?1, files = ?2, incident_labels = ?3, drill_labels = ?4,
                audit_number = ?5, audit_hash = ?6, audit_signature = ?7 WHERE id = 1",
    )?;
    statement.execute(params![
        to_i64(book.revision.0),
        to_i64(book.files),
        book.incident_labels,
        book.drill_labels,
        to_i64(signed.head.number),
        signed.head.hash,
        signed.signature,
    ])?;
    Ok(())
}

/// The end of the log as it was signed; `None` when it never was, or what stands there is no signature.
pub(crate) fn signed_head(connection: &Connection) -> Result<Option<SignedHead>, StoreError> {
    let head = load(connection)?.head;
    let signature: Option<Vec<u8>> =
        connection.query_row("SELECT audit_signature FROM meta WHERE id = 1", [], |row| row.get(0))?;
    let signature = signature.and_then(|signature| <[u8; 64]>::try_from(signature).ok());
    Ok(signature.map(|signature| SignedHead { head, signature }))
}

/// Changes whenever another connection, perhaps of another process, has committed.
pub(crate) fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
