//! The vault's second copy: the same sealed values in a plain file, written after every change. When the database has to
//! be set aside, the phone keeps its identity, its PINs and its trust bundle, and the next SOS knows where to go.
//!
//! Layout: for each value two bytes of length and the name, four bytes of length and the sealed value.

use std::io;
use std::path::{Path, PathBuf};

use hifazat_crash_points::{phone as points, reached};
use rusqlite::Connection;

use crate::keys::write_private;
use crate::tables::vault;

/// A name and its sealed value.
type Value = (String, Vec<u8>);

/// Its name.
pub(crate) const FILE: &str = "vault.copy";

pub(crate) fn path_of(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// After opening: a database without values takes those of the copy, all or none; otherwise the copy takes the
/// database's, if a process died between the two.
pub(crate) fn reconcile(folder: &Path, db: &mut Connection) -> rusqlite::Result<()> {
    let (kept, copied) = (vault::all(db)?, read(folder));
    if kept.is_empty() && !copied.is_empty() {
        let change = db.transaction()?;
        for (name, value) in &copied {
            vault::put_if_absent(&change, name, value)?;
        }
        change.commit()?;
        reached(points::VAULT_RESTORED);
    } else if kept != copied
        && let Err(error) = write(folder, &kept)
    {
        tracing::warn!(%error, "the vault's copy is not up to date");
    }
    Ok(())
}

pub(crate) fn write(folder: &Path, values: &[Value]) -> io::Result<()> {
    let mut bytes = Vec::new();
    for (name, value) in values {
        let lengths = (u16::try_from(name.len()), u32::try_from(value.len()));
        if let (Ok(name_length), Ok(value_length)) = lengths {
            bytes.extend(name_length.to_be_bytes());
            bytes.extend(name.as_bytes());
            bytes.extend(value_length.to_be_bytes());
            bytes.extend(value);
        }
    }
    write_private(&path_of(folder), &bytes)
}

/// What can be read of the copy; nothing when there is none.
pub(crate) fn read(folder: &Path) -> Vec<Value> {
    let bytes = std::fs::read(path_of(folder)).unwrap_or_default();
    let mut rest = bytes.as_slice();
    let mut values = Vec::new();
    while let Some((value, after)) = next_value(rest) {
        values.push(value);
        rest = after;
    }
    values
}

fn next_value(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (name, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (value, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some(((String::from_utf8(name.to_vec()).ok()?, value.to_vec()), rest))
}
