//! Everything that can go wrong with the file.

use std::path::PathBuf;

use hifazat_room::audit::Tampered;
use hifazat_room::ledger::LedgerError;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// SQLite said no.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A row does not say what a row of its table must say. Nothing is guessed, nothing is emptied.
    #[error("a row of `{table}` is damaged: {why}")]
    Damaged {
        /// Which table.
        table: &'static str,
        /// What could not be read.
        why: String,
    },
    /// The file was written by a newer version.
    #[error("this database has version {found}; this program knows versions up to {known}")]
    Newer {
        /// The file's version.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// There is a file, and it is no database of a control room.
    #[error("{0} is not a control room's database")]
    Foreign(PathBuf),
    /// There is no file.
    #[error("{0} does not exist; `hifazat-room init` makes it")]
    Missing(PathBuf),
    /// The target of a backup is there already; nothing is overwritten.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The file system said no.
    #[error("{path}: {error}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        error: std::io::Error,
    },
    /// A decision would write about an alert that has no file.
    #[error("a change names no record and there is none")]
    Homeless,
    /// A decision ended in a panic; its change was rolled back.
    #[error("a decision failed")]
    Panicked,
}

/// What checking the log found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The log is not what was written.
    #[error(transparent)]
    Tampered(#[from] Tampered),
    /// It could not be read, which is not the same.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StoreError {
    /// Whether the disk gave the row, and the row is not what we write.
    pub(crate) const fn is_about_content(&self) -> bool {
        use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
        match self {
            Self::Damaged { .. }
            | Self::Sqlite(FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..)) => true,
            Self::Sqlite(_)
            | Self::Newer { .. }
            | Self::Foreign(_)
            | Self::Missing(_)
            | Self::Exists(_)
            | Self::Io { .. }
            | Self::Homeless
            | Self::Panicked => false,
        }
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string().into())
    }
}

impl From<rusqlite::Error> for VerifyError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
