//! The ledger in memory keeps what every ledger has to keep.

use std::sync::Arc;

use hifazat_room::test_util::MemoryLedger;

hifazat_room::ledger_contract!((Arc::new(MemoryLedger::default()), ()));
