//! The file itself: made, brought up to date, copied, and left alone when it is not ours or not whole.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use std::path::Path;
use std::sync::Arc;

use hifazat_protocol::{Stage, Status};
use hifazat_room::audit::AuditKey;
use hifazat_room::test_util::Desk;
use hifazat_room::{Act, StateName};
use hifazat_room_store::{Reader, Store, StoreError};
use rusqlite::Connection;

fn key() -> AuditKey {
    AuditKey::from_seed([7; 32])
}

fn open(file: &Path) -> Result<Store, StoreError> {
    Store::open(file, key())
}

/// A database as version 1 wrote it: one drill, one incident that was accepted, one seat, a log of three lines.
const VERSION_1: &str = include_str!("frozen/version_1.sql");
/// As version 2 wrote it: the same, but each alert came as a text too, and a second one was closed; she wants receipts by text.
const VERSION_2: &str = include_str!("frozen/version_2.sql");
/// As version 3 wrote it: that of version 2, with what is owed by text.
const VERSION_3: &str = include_str!("frozen/version_3.sql");

/// As version 4 wrote it: that of version 3, with what an incident's place on the desk stands on.
const VERSION_4: &str = include_str!("frozen/version_4.sql");

fn thaw(frozen: &str, file: &Path) {
    Connection::open(file).unwrap().execute_batch(frozen).unwrap();
}

#[tokio::test]
async fn migrations_keep_every_alert_of_every_version() {
    let folder = tempfile::tempdir().unwrap();
    for (version, frozen, lines) in [(1, VERSION_1, 4), (2, VERSION_2, 8), (3, VERSION_3, 8), (4, VERSION_4, 8)] {
        let file = folder.path().join(format!("version_{version}.db"));
        thaw(frozen, &file);
        let desk = Desk::over(Arc::new(open(&file).unwrap()));
        let incident = desk.incident().await;
        assert_eq!((incident.label().as_str(), incident.state.name()), ("L-0001", StateName::Accepted));
        assert_eq!(incident.district.as_ref().unwrap().name, "Lahore");
        let drills = desk.snapshot().await.drills;
        assert_eq!(drills[0].label(), "D-0001");
        let opened = desk.room.open_file(incident.id(), &desk.seat).await.unwrap().unwrap();
        let stages: Vec<Stage> = opened.receipts.iter().map(|receipt| receipt.stage).collect();
        assert_eq!(stages, [Stage::Stored, Stage::Opened, Stage::Seen]);
        assert_eq!(opened.track.len(), 1);
        // And it goes on from there.
        let act = Act::Dispatch { unit: "Eagle 7".to_owned(), eta_s: None };
        desk.act(&incident, act).await.unwrap();
        let reader = Reader::open(&file).unwrap();
        assert_eq!(reader.verify_log(&key().public(), None).unwrap().number, lines + 2);
    }
}

#[tokio::test]
async fn texts_that_an_earlier_version_owed_are_found_and_no_earlier_version_opens_the_file_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    thaw(VERSION_2, &file);
    let desk = Desk::over(Arc::new(open(&file).unwrap()));
    let owed = desk.room.owed_texts().await.unwrap();
    let stages: Vec<Stage> = owed.iter().map(|due| due.stage).collect();
    assert_eq!(stages, [Stage::Seen, Stage::Closed]);
    let version: u32 =
        Connection::open(&file).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 5, "what stands for a text is unknown to version 2, which would stumble over it");
}

#[tokio::test]
async fn what_an_earlier_version_had_of_low_trust_may_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    thaw(VERSION_3, &file);
    let earlier = Connection::open(&file).unwrap();
    let footing = |trust: &str, state: &str| {
        let body = "json_set(body, '$.trust', ?1, '$.state', json(?2))";
        let copy = format!(
            "INSERT INTO incidents (file, id, revision, is_open, body)
             SELECT file + 100, randomblob(16), revision, 1, {body} FROM incidents WHERE file = 2"
        );
        earlier.execute(&copy, [trust, state]).unwrap();
        earlier
            .execute("UPDATE incidents SET file = (SELECT max(file) + 1 FROM incidents) WHERE file = 102", [])
            .unwrap();
        earlier.query_row("SELECT max(file) FROM incidents", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let new = r#"{"name":"new"}"#;
    let low = footing("low", new);
    let unreadable = footing("unreadable", new);
    let known = footing("known", new);
    drop(open(&file).unwrap());
    let now = |row: i64| -> i64 {
        earlier.query_row("SELECT footing FROM incidents WHERE file = ?1", [row], |row| row.get(0)).unwrap()
    };
    assert_eq!([low, unreadable, known, 2].map(now), [2, 4, 0, 0]);
}

#[tokio::test]
async fn what_an_earlier_version_filed_under_a_contested_id_is_found_by_its_sender() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    thaw(VERSION_4, &file);
    let earlier = Connection::open(&file).unwrap();
    // Another device holds the id on the wire; hers was filed under one that followed from both.
    earlier
        .execute_batch(
            "CREATE TEMP TABLE hers AS SELECT id, body FROM incidents WHERE file = 2;
             UPDATE incidents SET id = x'c0de', body = json_set(body, '$.intake.id', 'c0de0000-0000-0000-0000-000000000000')
              WHERE file = 2;
             INSERT INTO incidents (file, id, revision, is_open, body)
             SELECT 9, id, 9, 0, json_set(body, '$.intake.device', '00000000-0000-0000-0000-000000000000') FROM hers;",
        )
        .unwrap();
    let raise = "SELECT bytes FROM envelopes WHERE file = 2 AND copy = 1";
    let bytes: Vec<u8> = earlier.query_row(raise, [], |row| row.get(0)).unwrap();
    drop(earlier);
    let desk = Desk::over(Arc::new(open(&file).unwrap()));
    let before = desk.incident().await;
    let answer = desk.room.ingest(bytes, hifazat_room::Path::Https).await.unwrap();
    assert!(answer.stored.is_some(), "the very same receipts");
    assert_eq!(answer.receipts.len(), 3);
    assert_eq!(desk.incident().await, before, "and no second file");
}

#[tokio::test]
async fn opening_twice_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    drop(open(&file).unwrap());
    let first = std::fs::read(&file).unwrap();
    drop(open(&file).unwrap());
    assert!(std::fs::read(&file).unwrap() == first);
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    let _store = open(&file).unwrap();
    Reader::open(&file).unwrap().backup(&folder.path().join("copy.db")).unwrap();
    for name in ["room.db", "room.db-wal", "room.db-shm", "copy.db"] {
        let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}

#[test]
fn a_newer_or_foreign_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    drop(open(&file).unwrap());
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(open(&file), Err(StoreError::Newer { found: 99, .. })));
    assert!(matches!(Reader::open(&file), Err(StoreError::Newer { found: 99, .. })));

    let foreign = folder.path().join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE recipes (id INTEGER)").unwrap();
    assert!(matches!(open(&foreign), Err(StoreError::Foreign(_))));
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "Dear Sir or Madam, ".repeat(100)).unwrap();
    assert!(matches!(open(&letter), Err(StoreError::Foreign(_))));
    assert!(std::fs::read_to_string(&letter).unwrap().starts_with("Dear Sir"));
}

#[tokio::test]
async fn a_backup_made_while_the_room_serves_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("room.db"), folder.path().join("copy.db"));
    let desk = Desk::over(Arc::new(open(&file).unwrap()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    let receipts = desk.receive(&raise).await;
    Reader::open(&file).unwrap().backup(&copy).unwrap();
    let again = Reader::open(&file).unwrap().backup(&copy);
    assert!(matches!(again, Err(StoreError::Exists(_))), "nothing is overwritten");

    let restored = Desk::over(Arc::new(open(&copy).unwrap()));
    assert_eq!(restored.snapshot().await, desk.snapshot().await);
    assert_eq!(restored.receive(&raise).await, receipts);
    assert!(Reader::open(&copy).unwrap().verify_log(&key().public(), None).is_ok());
}

#[tokio::test]
async fn a_damaged_row_is_named_and_nothing_is_left_out_silently() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    let desk = Desk::over(Arc::new(open(&file).unwrap()));
    let aleesha = desk.persona(1);
    for _ in 0..2 {
        let alert = aleesha.alert(Status::Actual, desk.now());
        desk.receive(&aleesha.raise(&alert)).await;
    }
    Connection::open(&file).unwrap().execute_batch("UPDATE incidents SET body = '{' WHERE file = 1").unwrap();
    let error = Reader::open(&file).unwrap().incidents().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { table: "incidents", .. }), "{error}");
}
