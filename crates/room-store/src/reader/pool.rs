//! A few open readers, used by turns on threads that may wait for the disk.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hifazat_room::ledger::LedgerError;

use super::Reader;
use crate::error::StoreError;

/// More than this are closed again after use.
const KEPT: usize = 4;

/// The readers.
#[derive(Debug)]
pub(crate) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    pub(crate) fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), idle: Mutex::default() }
    }

    /// Reads on a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let readers = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let reader = readers.take()?;
            // One that failed is not used again.
            let answer = query(&reader)?;
            readers.put_back(reader);
            Ok::<T, StoreError>(answer)
        });
        match reading.await {
            Ok(answer) => Ok(answer?),
            Err(error) => Err(LedgerError::Failed(error.to_string().into())),
        }
    }

    fn take(&self) -> Result<Reader, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Reader::open(&self.file), Ok)
    }

    fn put_back(&self, reader: Reader) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(reader);
        }
    }
}
