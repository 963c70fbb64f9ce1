//! Data survives every upgrade. The first version is frozen here as text: its tables and rows as they were written then.

use std::fs;

use hifazat_phone::{EntryKind, EntryState, Outbox};
use hifazat_protocol::{ResponseKey, Sequence, Status};
use rusqlite::Connection;

use crate::build::open;

const VERSION_1: &str = include_str!("version_1.sql");

#[test]
fn migrations_never_drop_pending_alerts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("vault.key"), [7; 32]).unwrap();
    let database = folder.path().join("phone.db");
    Connection::open(&database).unwrap().execute_batch(VERSION_1).unwrap();

    let store = open(folder.path());
    let alerts = store.alerts().unwrap();
    assert!(store.set_aside().is_none());
    let shape: Vec<_> = alerts.iter().map(|alert| (alert.facts.id.0[0], alert.open_entries())).collect();
    assert_eq!(shape, [(3, 1), (2, 2), (1, 0)]);
    let pending = &alerts[1];
    assert_eq!(pending.facts.status, Status::Actual);
    assert_eq!(pending.facts.hidden.response_key, Some(ResponseKey::from_bytes([2; 32])));
    assert_eq!(pending.entries[0].envelope, [0xab; 4]);
    assert_eq!(pending.entries[0].attempts, 12);
    assert_eq!(pending.entries[1].state, EntryState::Parked { code: "unsupported_version".to_owned() });
    assert_eq!(pending.entries[1].kind, EntryKind::Cancel);
    assert_eq!(pending.facts.cancelled.unwrap().0, Sequence(1));
    assert_eq!(alerts[2].receipts[0].path, "https");

    let version: i64 =
        Connection::open(&database).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 3);
}

#[test]
fn an_older_program_goes_on_with_a_newer_database() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).keep(&crate::build::raised(1)).unwrap();
    let newer = Connection::open(folder.path().join("phone.db")).unwrap();
    newer.execute_batch("ALTER TABLE alerts ADD COLUMN fresh TEXT; PRAGMA user_version = 99;").unwrap();
    let store = open(folder.path());
    store.keep(&crate::build::raised(2)).unwrap();
    assert_eq!(store.alerts().unwrap().len(), 2);
    assert!(store.set_aside().is_none());
}
