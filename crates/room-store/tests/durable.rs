//! What was answered is on the disk; what failed is not; nobody pays for somebody else's failure.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test says what went wrong by panicking")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use hifazat_protocol::{AlertId, DeviceId, Sequence, SignedReceipt, Stage, Status, UnixMillis};
use hifazat_room::audit::{AuditKey, Note};
use hifazat_room::ledger::{Change, Decision, Ledger, LedgerError, ReceiptRow, Record, SeatBook, Target};
use hifazat_room::test_util::Desk;
use hifazat_room::{Incident, Intake, Seat, Trust};
use hifazat_room_store::{Reader, Store};

fn key() -> AuditKey {
    AuditKey::from_seed([7; 32])
}

fn open(folder: &Path) -> Arc<Store> {
    Arc::new(Store::open(&folder.join("room.db"), key()).unwrap())
}

fn logged(folder: &Path) -> u64 {
    let reader = Reader::open(&folder.join("room.db")).unwrap();
    reader.verify_log(&key().public(), None).expect("the log holds").number
}

const CHILD: &str = "HIFAZAT_TEST_ROOM_FOLDER";

/// Not a story of its own: the room that the next one kills.
#[tokio::test]
async fn a_room_that_says_each_alert_it_has_answered() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let desk = Arc::new(Desk::over(open(&folder)));
    let mut phones = tokio::task::JoinSet::new();
    for seed in 0..8 {
        let desk = Arc::clone(&desk);
        phones.spawn(async move {
            let aleesha = desk.persona(seed);
            loop {
                let alert = aleesha.alert(Status::Actual, desk.now());
                let receipts = desk.receive(&aleesha.raise(&alert)).await;
                println!("answered {} {}", alert.id, receipts.len());
            }
        });
    }
    phones.join_next().await;
}

#[test]
fn the_room_commits_before_it_answers() {
    for answers in [1, 7, 40, 200] {
        let folder = tempfile::tempdir().unwrap();
        let mut room = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_room_that_says_each_alert_it_has_answered", "--nocapture"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(room.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut answered: Vec<AlertId> = Vec::new();
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            // The test harness prints on the first line, too.
            if let Some(at) = words.iter().position(|word| *word == "answered").filter(|at| words.len() == at + 3) {
                assert_eq!(words[at + 2], "2", "stored and opened");
                answered.push(words[at + 1].parse().unwrap());
            }
            if answered.len() == answers {
                // SIGKILL: nothing is flushed, nothing is closed.
                room.kill().unwrap();
            }
        }
        room.wait().unwrap();
        assert!(answered.len() >= answers);
        let known = Reader::open(&folder.path().join("room.db")).unwrap().incidents().unwrap();
        for alert in &answered {
            assert!(known.iter().any(|incident| incident.id() == *alert), "{alert} was answered and is lost");
        }
        logged(folder.path());
    }
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::over(open(folder.path()));
    let aleesha = desk.known_persona(1).await;
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    let (receipts, before) = (desk.receive(&raise).await, desk.snapshot().await);
    drop(desk);
    let desk = Desk::over(open(folder.path()));
    assert_eq!(desk.snapshot().await, before);
    assert_eq!(desk.receive(&raise).await, receipts, "the very same receipts");
    assert_eq!(desk.snapshot().await, before);
    let next = aleesha.alert(Status::Actual, desk.now());
    desk.receive(&aleesha.raise(&next)).await;
    assert_eq!(desk.snapshot().await.incidents[1].label(), "L-0002");
}

/// The second of its receipts cannot be written; by then an incident and a receipt have been.
fn half_a_change(id: AlertId) -> Decision {
    let at = UnixMillis(0);
    let (stage, sequence, signed) = (Stage::Stored, Sequence(0), SignedReceipt::from_kept(vec![1], [0; 32]));
    let receipt = ReceiptRow { ordinal: 0, stage, sequence, at, held: false, fetched_at: None, envelope: None, signed };
    let incident = Incident::new(Intake::new(id, id, DeviceId([0; 16]), at), Trust::Low);
    Decision::Change(Box::new(Change {
        record: Some(Record::Incident(Box::new(incident))),
        receipts: vec![receipt.clone(), receipt],
        ..Change::default()
    }))
}

#[tokio::test]
async fn a_failing_change_rolls_back_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let desk = Arc::new(Desk::over(store.clone()));
    let aleesha = Arc::new(desk.persona(1));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..60_u8 {
        let (desk, aleesha, store) = (Arc::clone(&desk), Arc::clone(&aleesha), Arc::clone(&store));
        tasks.spawn(async move {
            if n % 3 == 0 {
                let target = Target { alert: AlertId([n; 16]), device: None, sequence: None };
                let failed = store.change(target, Box::new(|_| panic!("a rule with a mistake"))).await;
                assert!(matches!(failed, Err(LedgerError::Failed(_))));
                let failed = store.change(target, Box::new(move |_| half_a_change(target.alert))).await;
                assert!(matches!(failed, Err(LedgerError::Failed(_))));
            } else {
                let alert = aleesha.alert(Status::Actual, desk.now());
                assert_eq!(desk.receive(&aleesha.raise(&alert)).await.len(), 2);
            }
        });
    }
    tasks.join_all().await;
    let snapshot = desk.snapshot().await;
    assert_eq!(snapshot.incidents.len(), 40);
    assert_eq!(snapshot.revision.0, 40, "a change that failed leaves no gap");
    assert_eq!(logged(folder.path()), 40);
}

#[tokio::test]
async fn a_commit_that_fails_answers_nobody_with_a_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    let desk = Desk::over(open(folder.path()));
    let aleesha = desk.persona(1);
    let alert = aleesha.alert(Status::Actual, desk.now());
    let raise = aleesha.raise(&alert);
    // Somebody else holds the file for longer than the room waits.
    let blocker = rusqlite::Connection::open(&file).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = desk.room.ingest(raise.bytes.clone(), hifazat_room::Path::Https).await;
    assert!(matches!(refused, Err(hifazat_room::IngestError::Ledger(LedgerError::Failed(_)))));
    blocker.execute_batch("ROLLBACK").unwrap();
    assert_eq!(desk.receive(&raise).await.len(), 2, "and the room goes on as soon as it can");
    assert_eq!(logged(folder.path()), 1);
}

#[tokio::test]
async fn a_seat_added_by_another_process_breaks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::over(open(folder.path()));
    // A store of its own, as the command line opens one while the room serves.
    let other = open(folder.path());
    for turn in 0..5_u64 {
        desk.known_persona(turn).await;
        let seat = Seat { name: format!("seat-{turn}"), ..desk.seat.clone() };
        let note = Note::on_room(desk.now(), "room", "seat_added", seat.name.clone());
        other.put_seat(seat, note).await.unwrap();
    }
    assert_eq!(other.seats().await.unwrap().len(), 5);
    assert_eq!(other.seat("SEAT-3").await.unwrap().unwrap().name, "seat-3");
    assert_eq!(logged(folder.path()), 10);
}
