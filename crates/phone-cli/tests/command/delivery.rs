//! The command line with a room that answers.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use hifazat_protocol::Status;
use hifazat_time::{Clock, SystemClock};
use serde_json::json;

use crate::phone::Phone;
use crate::room::Room;

#[test]
fn a_drill_shows_each_receipt_and_prints_its_milliseconds() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    let (told, words) = phone.heard(&["drill"]);
    assert_eq!((&told["status"], &told["path"]), (&json!("exercise"), &json!("https")));
    assert_eq!((&told["receipts_verified"], &told["receipts_dropped"]), (&json!(2), &json!(0)));
    assert!(told["stored_ms"].as_u64() <= told["opened_ms"].as_u64() && told["saved_ms"].as_f64().is_some());
    assert!(words.contains("received by the control room (https,") && words.contains("opened (https,"), "{words}");
    assert_eq!(room.alerts().len(), 1);
    assert_eq!(room.alerts()[0].1, Status::Exercise);
    let alert = &phone.ok(&["status", "--json"])["alerts"][0];
    let stages: Vec<_> = alert["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].clone()).collect();
    assert_eq!(
        (alert["outbox_pending"].clone(), stages),
        (json!(0), vec![json!("saved"), json!("stored"), json!("opened")])
    );
}

#[test]
fn a_run_ends_when_everything_is_settled() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    for _ in 0..3 {
        phone.ok(&["raise"]);
    }
    let (ended, words) = phone.heard(&["run", "--until-settled", "--timeout", "30"]);
    assert_eq!(ended, json!({"outbox_pending": 0}));
    assert_eq!(words.matches("received by the control room").count(), 3, "the last one is told of too: {words}");
    assert_eq!(room.alerts().len(), 3);
}

#[test]
fn a_run_whose_time_is_over_while_pieces_of_a_clip_are_open_has_not_settled_everything() {
    let room = Room::honest();
    room.takes_no_pieces();
    let phone = Phone::of(&room.bundle);
    phone.ok(&["clip", "record", "on"]);
    let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
    phone.ok(&["run", "--until-settled", "--timeout", "30"]);
    phone.ok(&["clip", "take", &id, &phone.file("clip.aac", &"a sound ".repeat(2_000))]);
    let (ended, words) = phone.failed(&["run", "--until-settled", "--timeout", "3"]);
    assert_eq!(ended, json!({"outbox_pending": 0}), "a clip is not told of");
    assert!(words.contains("not everything is settled"), "{words}");
}

/// The disk is full, and the file that takes the words lies on it: the alarm lives in memory, and must not die of them.
#[test]
fn an_alarm_that_lives_in_memory_goes_out_though_its_words_go_nowhere() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    // A database whose log cannot be written.
    let log = phone.data().join("phone.db-wal");
    if log.exists() {
        std::fs::remove_file(&log).unwrap();
    }
    std::fs::create_dir(&log).unwrap();
    assert_eq!(phone.unheard(&["raise"]).code(), Some(1), "the result could not be told");
    assert_eq!(room.alerts().len(), 1, "and the alarm arrived all the same");
}

#[test]
fn an_alarm_of_a_phone_that_lost_its_key_waits_until_it_is_set_up_again() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    std::fs::remove_file(phone.data().join("vault.key")).unwrap();
    let (raised, words) = phone.failed(&["raise"]);
    assert!(raised["saved_ms"].as_f64().is_some(), "{raised}");
    assert!(words.contains("NOT sent") && words.contains("init --bundle"), "{words}");
    assert!(phone.refused(&["run", "--until-settled"]).contains("init --bundle"));

    phone.ok(&["init", "--bundle", &phone.file("again.json", &room.bundle)]);
    phone.ok(&["run", "--until-settled", "--timeout", "30"]);
    assert_eq!(room.alerts().len(), 1);
    assert_eq!(phone.ok(&["status", "--json"])["alerts"][0]["alert_id"], raised["alert_id"]);
}

#[test]
fn a_run_delivers_though_its_words_go_nowhere() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    phone.ok(&["raise"]);
    phone.unheard(&["run", "--until-settled", "--timeout", "30"]);
    assert_eq!(phone.ok(&["status", "--json"])["alerts"][0]["outbox_pending"], json!(0));
}

#[test]
fn a_running_phone_picks_up_an_alarm_that_another_process_raised() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    let mut run = phone.start(&["run"]);
    while room.alerts().is_empty() {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(room.alerts()[0].1, Status::Test, "a phone that lives first checks its line");
    phone.ok(&["raise"]);
    let raised = SystemClock.elapsed();
    let waited = || SystemClock.elapsed() - raised;
    while room.alerts().iter().all(|alert| alert.1 != Status::Actual) {
        assert!(waited() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(waited() < Duration::from_secs(3), "{:?}", waited());
    run.signal("TERM");
    assert!(run.wait().success());
}

#[test]
fn a_cancel_is_a_message_that_reaches_the_room() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    phone.ok(&["pins", "set", "--cancel", "4826", "--duress", "7391"]);
    let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
    phone.ok(&["run", "--until-settled", "--timeout", "30"]);
    phone.ok(&["cancel", &id, "--pin", "4826"]);
    phone.ok(&["run", "--until-settled", "--timeout", "30"]);
    assert_eq!(room.alerts()[0].2, 1, "message 1 after message 0");
}

#[test]
fn forged_receipts_prove_nothing_and_are_counted() {
    let room = Room::forging();
    let phone = Phone::of(&room.bundle);
    let (told, words) = phone.failed(&["drill", "--timeout", "2"]);
    assert_eq!((&told["receipts_verified"], &told["stored_ms"]), (&json!(0), &json!(null)));
    assert!(told["receipts_dropped"].as_u64().unwrap() > 0);
    assert!(words.contains("no receipt proved"), "{words}");
    assert!(phone.ok(&["status", "--json"])["receipts_dropped"].as_u64().unwrap() > 0);
}

#[test]
fn a_run_tells_each_step_as_it_is_proven() {
    let room = Room::honest();
    let phone = Phone::of(&room.bundle);
    let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
    let mut run = phone.start_heard(&["run"]);
    let mut lines = BufReader::new(run.stderr()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with(&format!("alarm {id}: opened"))));
}
