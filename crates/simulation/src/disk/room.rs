//! The room's ledger.

use std::sync::Arc;

use async_trait::async_trait;
use hifazat_protocol::{AlertId, DeviceId, PathKey};
use hifazat_room::audit::Note;
use hifazat_room::ledger::{
    Committed, Decide, File, Ledger, LedgerError, Outcome, ReceiptRow, Record, Snapshot, Target,
};
use hifazat_room::{Device, Incident, Revision};
use hifazat_room_store::Store;
use tokio::runtime::Handle;
use tokio::sync::broadcast;

use super::{Disk, FULL};

pub(crate) struct RoomDisk {
    pub(crate) store: Store,
    pub(crate) disk: Arc<Disk>,
    /// Lends the store the threads that it reads on.
    pub(crate) threads: Handle,
}

impl RoomDisk {
    async fn write<T>(&self, act: impl Future<Output = Result<T, LedgerError>>) -> Result<T, LedgerError> {
        if self.disk.refuse() {
            return Err(LedgerError::Failed(FULL.into()));
        }
        let done = self.threads.block_on(act)?;
        if self.disk.wrote() {
            // The commit stands, and nobody is there any more to speak of it.
            std::future::pending::<()>().await;
        }
        Ok(done)
    }
}

#[async_trait]
impl Ledger for RoomDisk {
    async fn change(&self, target: Target, decide: Decide) -> Result<Outcome, LedgerError> {
        self.write(self.store.change(target, decide)).await
    }

    async fn open_file(&self, id: AlertId, note: Note) -> Result<Option<File>, LedgerError> {
        self.write(self.store.open_file(id, note)).await
    }

    async fn note(&self, note: Note) -> Result<(), LedgerError> {
        self.write(self.store.note(note)).await
    }

    async fn receipts(
        &self,
        alert: AlertId,
        device: DeviceId,
    ) -> Result<(Vec<ReceiptRow>, Option<Device>), LedgerError> {
        self.threads.block_on(self.store.receipts(alert, device))
    }

    async fn path_keys(&self) -> Result<Vec<(DeviceId, PathKey)>, LedgerError> {
        self.threads.block_on(self.store.path_keys())
    }

    async fn snapshot(&self, drills: u32) -> Result<Snapshot, LedgerError> {
        self.threads.block_on(self.store.snapshot(drills))
    }

    async fn crowd(&self, before: Revision, limit: u32) -> Result<Vec<Incident>, LedgerError> {
        self.threads.block_on(self.store.crowd(before, limit))
    }

    async fn owing_texts(&self) -> Result<Vec<Record>, LedgerError> {
        self.threads.block_on(self.store.owing_texts())
    }

    async fn after(&self, revision: Revision, limit: u32) -> Result<Vec<Record>, LedgerError> {
        self.threads.block_on(self.store.after(revision, limit))
    }

    fn subscribe(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.store.subscribe()
    }
}
