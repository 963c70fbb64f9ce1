//! SQLite keeps what every ledger has to keep.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use std::sync::Arc;

use hifazat_room::audit::AuditKey;
use hifazat_room_store::Store;

fn fresh() -> (Arc<Store>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("room.db"), AuditKey::from_seed([7; 32])).unwrap();
    (Arc::new(store), folder)
}

hifazat_room::ledger_contract!(fresh());
