//! Texts through a program that a modem would stand behind.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use hifazat_protocol::SealedText;
use hifazat_time::{Clock, SystemClock};
use serde_json::json;

use crate::phone::Phone;

/// A program that takes each text and writes it down, or refuses it.
fn modem(phone: &Phone, takes: bool) -> (String, String) {
    let sent = phone.file("sent.txt", "");
    let exit = if takes { 0 } else { 3 };
    let program =
        phone.file("modem.sh", &format!("#!/bin/sh\nprintf '%s %s\\n' \"$1\" \"$2\" >> '{sent}'\nexit {exit}\n"));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    (program, sent)
}

/// The first thing that the modem was given.
fn first(sent: impl AsRef<Path>) -> String {
    let whole = || Some(std::fs::read_to_string(&sent).unwrap().split_once('\n')?.0.to_owned());
    until(whole)
}

/// Looks again and again, for three minutes at most.
fn until<T>(look: impl Fn() -> Option<T>) -> T {
    let clock = SystemClock;
    let deadline = clock.elapsed() + Duration::from_secs(180);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(clock.elapsed() < deadline, "it never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_alarm_goes_through_the_program_when_no_room_answers() {
    let phone = Phone::set_up();
    let (program, sent) = modem(&phone, true);
    let raised = phone.ok(&["raise", "--text-command", &program]);
    let running = phone.start(&["run", "--text-command", &program]);
    let line = first(&sent);
    let (number, text) = line.split_once(' ').unwrap();
    let text = SealedText::parse(text).unwrap();
    assert_eq!(number, "8014");
    assert_eq!(json!(text.header().alert.to_string()), raised["alert_id"]);
    let status = || phone.ok(&["status", "--json"])["alerts"][0].clone();
    until(|| (status()["text"] == json!("handed_over")).then_some(()));
    drop(running);
    let stages: Vec<_> = status()["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].clone()).collect();
    assert_eq!((stages, &status()["outbox_pending"]), (vec![json!("saved")], &json!(1)), "nothing is received");

    phone.ok(&["run", "--timeout", "5", "--text-command", &program]);
    assert_eq!(std::fs::read_to_string(&sent).unwrap().lines().count(), 1, "once, also by the next process");
}

#[test]
fn what_the_program_refuses_is_not_called_sent() {
    let phone = Phone::set_up();
    let (program, sent) = modem(&phone, false);
    phone.ok(&["raise", "--text-command", &program]);
    let running = phone.start(&["run", "--text-command", &program]);
    first(&sent);
    drop(running);
    assert_eq!(phone.ok(&["status", "--json"])["alerts"][0].get("text"), None);
}

#[test]
fn receipts_by_text_are_off_and_any_other_text_is_no_receipt() {
    let phone = Phone::set_up();
    let (set, words) = phone.heard(&["receipts-by-text", "on"]);
    assert_eq!(set, json!({"receipts_by_text": true}));
    assert!(words.contains("Whoever holds this phone can see them"), "{words}");
    assert_eq!(phone.ok(&["receipts-by-text", "off"]), json!({"receipts_by_text": false}));
    let (taken, words) = phone.failed(&["text-arrived", "Your balance is low"]);
    assert_eq!(taken, json!({"believed": false}));
    assert!(words.contains("no receipt"), "{words}");
}
