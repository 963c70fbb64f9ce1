//! The log tells when somebody was at it: every column of every line, and its end.
#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use std::path::PathBuf;
use std::sync::Arc;

use hifazat_protocol::Status;
use hifazat_room::Act;
use hifazat_room::audit::{AuditKey, Head, TamperedHow};
use hifazat_room::test_util::Desk;
use hifazat_room_store::{Reader, Store, StoreError, VerifyError};
use rusqlite::Connection;

/// A night's log, and the file it is in.
struct Night {
    file: PathBuf,
    _folder: tempfile::TempDir,
}

fn key() -> AuditKey {
    AuditKey::from_seed([7; 32])
}

async fn night() -> Night {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    let desk = Desk::over(Arc::new(Store::open(&file, key()).unwrap()));
    let aleesha = desk.known_persona(1).await;
    for _ in 0..3 {
        let alert = aleesha.alert(Status::Actual, desk.now());
        desk.receive(&aleesha.raise(&alert)).await;
        let incident = desk.room.open_file(alert.id, &desk.seat).await.unwrap().unwrap().incident;
        desk.act(&incident, Act::Accept).await.unwrap();
    }
    Night { file, _folder: folder }
}

impl Night {
    fn check(&self, noted: Option<Head>) -> Result<Head, TamperedHow> {
        match Reader::open(&self.file).unwrap().verify_log(&key().public(), noted) {
            Ok(head) => Ok(head),
            Err(VerifyError::Tampered(tampered)) => Err(tampered.how),
            Err(other) => panic!("{other}"),
        }
    }

    fn tamper(&self, sql: &str) {
        Connection::open(&self.file).unwrap().execute_batch(sql).unwrap();
    }
}

#[tokio::test]
async fn an_honest_log_holds() {
    let head = night().await.check(None).unwrap();
    assert_eq!(head.number, 10, "one drill; three times raised, opened, accepted");
}

#[tokio::test]
async fn every_change_of_every_column_is_found() {
    for line in [1, 5, 10] {
        for change in [
            "at = at + 1",
            "who = 'bilal'",
            "what = 'closed'",
            "detail = detail || ' '",
            "file = coalesce(file, 0) + 1",
            "file = NULL",
            "hash = randomblob(32)",
            "hash = x'00'",
            "who = ''",
        ] {
            let night = night().await;
            night.tamper(&format!("UPDATE audit SET {change} WHERE number = {line}"));
            assert_eq!(night.check(None), Err(TamperedHow::Content), "{change} in line {line}");
        }
    }
}

#[tokio::test]
async fn removing_moving_and_adding_lines_is_found() {
    let cases = [
        ("DELETE FROM audit WHERE number = 1", TamperedHow::Order),
        ("DELETE FROM audit WHERE number = 5", TamperedHow::Order),
        ("DELETE FROM audit WHERE number = 10", TamperedHow::End),
        ("DELETE FROM audit WHERE number > 6", TamperedHow::End),
        ("DELETE FROM audit", TamperedHow::End),
        (
            "DELETE FROM audit WHERE number = 5; UPDATE audit SET number = number - 1 WHERE number > 5",
            TamperedHow::Content,
        ),
        (
            "UPDATE audit SET number = -4 WHERE number = 4; UPDATE audit SET number = 4 WHERE number = 5;
             UPDATE audit SET number = 5 WHERE number = -4",
            TamperedHow::Content,
        ),
        ("UPDATE audit SET number = number + 1000", TamperedHow::Order),
        (
            "INSERT INTO audit SELECT 11, at, who, what, detail, file, hash FROM audit WHERE number = 10",
            TamperedHow::Content,
        ),
        (
            "INSERT INTO audit SELECT -1, at, who, what, detail, file, hash FROM audit WHERE number = 10",
            TamperedHow::Content,
        ),
    ];
    for (sql, expected) in cases {
        let night = night().await;
        night.tamper(sql);
        assert_eq!(night.check(None), Err(expected), "{sql}");
    }
}

#[tokio::test]
async fn the_end_cannot_be_moved_without_the_key() {
    let shorten = "DELETE FROM audit WHERE number > 6;
        UPDATE meta SET audit_number = 6, audit_hash = (SELECT hash FROM audit WHERE number = 6)";
    for sql in [shorten, "UPDATE meta SET audit_signature = NULL", "UPDATE meta SET audit_signature = zeroblob(64)"] {
        let night = night().await;
        night.tamper(sql);
        assert_eq!(night.check(None), Err(TamperedHow::Signature), "{sql}");
    }
    let night = night().await;
    let stranger = AuditKey::from_seed([8; 32]).public();
    assert!(Reader::open(&night.file).unwrap().verify_log(&stranger, None).is_err());
}

#[tokio::test]
async fn a_log_put_back_whole_is_found_by_whoever_noted_a_later_end() {
    let folder = tempfile::tempdir().unwrap();
    let (file, older) = (folder.path().join("room.db"), folder.path().join("older.db"));
    let night = Night { file: file.clone(), _folder: folder };
    let desk = Desk::over(Arc::new(Store::open(&file, key()).unwrap()));
    desk.known_persona(1).await;
    Reader::open(&file).unwrap().backup(&older).unwrap();
    let early = night.check(None).unwrap();
    desk.known_persona(2).await;
    let noted = night.check(Some(early)).expect("what was noted early still lies on the log");
    drop(desk);
    std::fs::copy(&older, &file).unwrap();
    assert_eq!(night.check(None), Ok(early), "by itself it looks whole");
    assert_eq!(night.check(Some(noted)), Err(TamperedHow::Noted));
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_not_called_tampered_with() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Reader::open(&folder.path().join("room.db"));
    assert!(matches!(missing, Err(StoreError::Missing(_))));
}
