//! Reading. Sees the last commit, waits for nobody, changes nothing; works from another process while the room serves.

mod pool;

use std::io::ErrorKind;
use std::path::Path;

use hifazat_protocol::{AlertId, DeviceId, PathKey};
use hifazat_room::audit::{AuditPublicKey, Head, Tampered, TamperedHow, Verifier};
use hifazat_room::crowd::shown;
use hifazat_room::ledger::{ReceiptRow, Record, Snapshot, Target};
use hifazat_room::{CROWD, Device, Drill, Footing, Incident, Revision, Seat};
use rusqlite::Connection;

use crate::connection::{open_for_reading, private};
use crate::error::{StoreError, VerifyError};
use crate::files;
use crate::migrations::check;
use crate::tables::{audit, devices, drills, incidents, meta, receipts, seats};

pub(crate) use pool::Readers;

/// A view of the file.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
}

impl Reader {
    /// Opens the file for reading.
    ///
    /// # Errors
    /// [`StoreError`]: there is none, it is foreign, or newer than this program.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = open_for_reading(file)?;
        check(&connection)?;
        Ok(Self { connection })
    }

    /// All incidents, closed ones too, oldest first. Track and log stay closed.
    ///
    /// # Errors
    /// [`StoreError`]; also for a single row that cannot be read: nothing is left out silently.
    pub fn incidents(&self) -> Result<Vec<Incident>, StoreError> {
        incidents::all(&self.connection)
    }

    /// The newest drills, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drills(&self, limit: u32) -> Result<Vec<Drill>, StoreError> {
        drills::newest(&self.connection, limit)
    }

    /// Checks the whole log against its signed end, and against a head that somebody noted earlier.
    ///
    /// # Errors
    /// [`VerifyError::Tampered`] with the first entry that does not fit.
    pub fn verify_log(&self, key: &AuditPublicKey, noted: Option<Head>) -> Result<Head, VerifyError> {
        // One view: entries and head must be of the same commit.
        let view = self.connection.unchecked_transaction()?;
        let mut verifier = Verifier::new(noted);
        let mut checked = 0_u64;
        let walked = audit::walk(&view, |entry| {
            verifier.check(entry)?;
            checked += 1;
            Ok::<(), VerifyError>(())
        });
        match walked {
            // A row whose columns are not even of their kind was not written by us.
            Err(VerifyError::Store(error)) if error.is_about_content() => {
                return Err(Tampered { number: checked + 1, how: TamperedHow::Content }.into());
            }
            walked => walked?,
        }
        Ok(verifier.finish(meta::signed_head(&view)?.as_ref(), key)?)
    }

    /// Writes a copy of the whole database as it stands now, compacted, while the room serves. Nobody else on the machine
    /// may read it, nor could while it was written.
    ///
    /// # Errors
    /// [`StoreError::Exists`] rather than overwrite anything.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let io = |error: std::io::Error| {
            let path = to.to_owned();
            if error.kind() == ErrorKind::AlreadyExists {
                StoreError::Exists(path)
            } else {
                StoreError::Io { path, error }
            }
        };
        let name = to.to_str().ok_or_else(|| io(ErrorKind::InvalidFilename.into()))?;
        // SQLite would make a file that others may read; into an empty one it writes as into none.
        private().create_new(true).open(to).map_err(io)?;
        if let Err(error) = self.connection.execute("VACUUM INTO ?1", [name]) {
            std::fs::remove_file(to).map_err(io)?;
            return Err(error.into());
        }
        // The copy counts once the disk has it.
        std::fs::File::open(to).and_then(|copy| copy.sync_all()).map_err(io)
    }

    pub(crate) fn receipts(
        &self,
        alert: AlertId,
        device: DeviceId,
    ) -> Result<(Vec<ReceiptRow>, Option<Device>), StoreError> {
        let view = self.connection.unchecked_transaction()?;
        let target = Target { alert, device: Some(device), sequence: None };
        let (found, _) = files::find(&view, target)?;
        let rows = found.map(|found| receipts::of_file(&view, found.file)).transpose()?.unwrap_or_default();
        Ok((rows, devices::find(&view, device)?))
    }

    pub(crate) fn path_keys(&self) -> Result<Vec<(DeviceId, PathKey)>, StoreError> {
        devices::path_keys(&self.connection)
    }

    pub(crate) fn snapshot(&self, drills: u32) -> Result<Snapshot, StoreError> {
        let view = self.connection.unchecked_transaction()?;
        let newest = |footing, limit| incidents::open(&view, footing, Revision(u64::MAX), limit);
        let crowd = Footing::CROWD.map(|footing| newest(footing, Some(CROWD)));
        let chosen = shown(crowd.into_iter().collect::<Result<_, _>>()?, CROWD);
        let here = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
        let left_out = incidents::count_crowd(&view)?.saturating_sub(here);
        let mut incidents = newest(Footing::Firm, None)?;
        incidents.extend(chosen);
        incidents.sort_by_key(|incident| (incident.intake.stored_at, incident.intake.label));
        let (revision, drills) = (meta::load(&view)?.revision, drills::newest(&view, drills)?);
        Ok(Snapshot { revision, incidents, left_out, drills })
    }

    pub(crate) fn crowd(&self, before: Revision, limit: u32) -> Result<Vec<Incident>, StoreError> {
        let view = self.connection.unchecked_transaction()?;
        let of = |footing| incidents::open(&view, footing, before, Some(limit));
        let found = Footing::CROWD.into_iter().map(of).collect::<Result<Vec<_>, _>>()?;
        let mut crowd: Vec<Incident> = found.into_iter().flatten().collect();
        crowd.sort_by_key(|incident| std::cmp::Reverse(incident.intake.revision));
        crowd.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(crowd)
    }

    pub(crate) fn owing_texts(&self) -> Result<Vec<Record>, StoreError> {
        let view = self.connection.unchecked_transaction()?;
        let incidents = incidents::owing(&view)?.into_iter().map(|i| Record::Incident(Box::new(i)));
        let drills = drills::owing(&view)?.into_iter().map(|d| Record::Drill(Box::new(d)));
        let mut records: Vec<Record> = incidents.chain(drills).filter(Record::owes_text).collect();
        records.sort_by_key(|record| record.intake().stored_at);
        Ok(records)
    }

    pub(crate) fn after(&self, revision: Revision, limit: u32) -> Result<Vec<Record>, StoreError> {
        let view = self.connection.unchecked_transaction()?;
        let incidents = incidents::after(&view, revision, limit)?.into_iter().map(|i| Record::Incident(Box::new(i)));
        let drills = drills::after(&view, revision, limit)?.into_iter().map(|d| Record::Drill(Box::new(d)));
        let mut records: Vec<Record> = incidents.chain(drills).collect();
        records.sort_by_key(|record| record.intake().revision);
        records.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(records)
    }

    pub(crate) fn seat(&self, name: &str) -> Result<Option<Seat>, StoreError> {
        seats::find(&self.connection, name)
    }

    pub(crate) fn seats(&self) -> Result<Vec<Seat>, StoreError> {
        seats::all(&self.connection)
    }
}
