//! The command line as scripts see it: JSON on standard output, words on standard error, and the exit status.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

mod bridge;
mod delivery;
mod phone;
mod room;
mod texts;

use std::time::Duration;

use phone::{Phone, bundle, signed_by};
use serde_json::json;

const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn a_phone_is_set_up_with_a_bundle() {
    let phone = Phone::empty();
    let ready = phone.ok(&["init", "--bundle", &phone.file("bundle.json", &bundle())]);
    assert_eq!((&ready["room"], &ready["version"], &ready["changed"]), (&json!("Test room"), &json!(1), &json!(true)));
    let again = phone.ok(&["init", "--bundle", &phone.file("bundle.json", &bundle())]);
    assert_eq!(again["changed"], json!(false));
}

#[test]
fn a_bundle_of_another_root_is_refused_and_nothing_is_made() {
    let phone = Phone::empty();
    let file = phone.file("bundle.json", &bundle());
    let other = hifazat_protocol::RootKey::from_seed([9; 32]).public().to_string();
    let words = phone.refused(&["init", "--bundle", &file, "--root", &other]);
    assert!(words.contains("--bundle") && words.contains("another root key"), "{words}");
    assert!(!phone.data().exists());
    let words = phone.refused(&["init", "--bundle", &file, "--root", "short"]);
    assert!(words.contains("43 characters"), "{words}");
}

#[test]
fn a_phone_keeps_the_root_it_was_set_up_with() {
    let phone = Phone::set_up();
    let words = phone.refused(&["init", "--bundle", &phone.file("other.json", &signed_by([9; 32]))]);
    assert!(words.contains("another root key"), "{words}");
    phone.ok(&["status", "--json"]);
}

#[test]
fn a_file_that_is_no_bundle_is_named() {
    let phone = Phone::empty();
    let words = phone.refused(&["init", "--bundle", "/nowhere/bundle.json"]);
    assert!(words.contains("--bundle /nowhere/bundle.json"), "{words}");
    let words = phone.refused(&["init", "--bundle", &phone.file("bundle.json", "{}")]);
    assert!(words.contains("not a signed trust bundle"), "{words}");
}

#[test]
fn a_mistyped_folder_does_not_become_a_phone_that_reaches_nobody() {
    let phone = Phone::empty();
    for command in [
        &["raise"][..],
        &["status", "--json"],
        &["run", "--timeout", "1"],
        &["drill"],
        &["cancel", UNKNOWN, "--pin", "4826"],
    ] {
        let words = phone.refused(command);
        assert!(words.contains("--data") && words.contains("init --bundle FILE"), "{words}");
    }
    assert!(!phone.data().exists());
}

#[test]
fn an_alarm_is_durable_when_raise_returns() {
    let phone = Phone::set_up();
    let raised = phone.ok(&["raise", "--fix", "31.5204,74.3587,20"]);
    assert!(raised["saved_ms"].as_f64().is_some());
    let status = phone.ok(&["status", "--json"]);
    let alert = &status["alerts"][0];
    assert_eq!((&alert["alert_id"], &alert["status"]), (&raised["alert_id"], &json!("actual")));
    assert_eq!((&alert["outbox_pending"], &status["receipts_dropped"]), (&json!(1), &json!(0)));
    let stages = alert["stages"].as_array().unwrap();
    assert_eq!((stages.len(), &stages[0]["stage"], &stages[0]["path"]), (1, &json!("saved"), &json!(null)));
    assert!(stages[0]["at"].as_i64().is_some());
}

#[test]
fn a_place_that_is_none_is_named_and_never_stops_an_alarm() {
    let phone = Phone::set_up();
    for place in ["Lahore", ""] {
        let (raised, words) = phone.failed(&["raise", "--fix", place]);
        assert!(words.contains("--fix") && words.contains("LAT,LON,ACCURACY_M"), "{words}");
        assert_eq!(phone.ok(&["status", "--json"])["alerts"][0]["alert_id"], raised["alert_id"]);
    }
}

#[test]
fn options_for_the_place_that_cannot_be_read_never_stop_an_alarm() {
    let phone = Phone::set_up();
    for (options, named) in [
        (&["raise", "--gpsd", "localhost:2947"][..], "--gpsd \"localhost:2947\""),
        (&["--gpsd", "2947", "raise", "--fix", "31.5204,74.3587,20"], "--gpsd \"2947\""),
        (&["raise", "--fix"], "--fix"),
    ] {
        let (raised, words) = phone.failed(options);
        assert!(words.contains(named), "{words}");
        assert_eq!(phone.ok(&["status", "--json"])["alerts"][0]["alert_id"], raised["alert_id"]);
    }
    // As an environment file leaves them that names the variables and gives them nothing.
    phone.ok(&["raise", "--gpsd", "", "--place-file", ""]);
}

#[test]
fn a_place_that_cannot_be_asked_for_never_stops_the_delivery() {
    let phone = Phone::set_up();
    let (ended, words) = phone.failed(&["run", "--timeout", "1", "--gpsd", "localhost:2947"]);
    assert!(ended["outbox_pending"].is_u64() && words.contains("--gpsd"), "{words}");
}

#[test]
fn absurd_places_never_stop_an_alarm() {
    let phone = Phone::set_up();
    for place in ["0,0,0", "999,-999,-1", "NaN,inf,1", "-31.5,74.3,99999999"] {
        phone.ok(&["raise", "--fix", place]);
    }
    assert_eq!(phone.ok(&["status", "--json"])["alerts"].as_array().unwrap().len(), 4);
}

#[test]
fn an_alarm_is_cancelled_by_pin_and_by_the_duress_pin_alike() {
    let phone = Phone::set_up();
    assert_eq!(phone.ok(&["pins", "set", "--cancel", "4826", "--duress", "7391"]), json!({"outcome": "saved"}));
    for pin in ["4826", "7391"] {
        let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
        assert_eq!(phone.ok(&["cancel", &id, "--pin", pin]), json!({"alert_id": id, "outcome": "done"}));
    }
    let alerts = phone.ok(&["status", "--json"]);
    assert_eq!(alerts["alerts"][0]["outbox_pending"], alerts["alerts"][1]["outbox_pending"]);
}

#[test]
fn a_wrong_pin_is_counted_and_the_alarm_stands_at_the_third() {
    let phone = Phone::set_up();
    phone.ok(&["pins", "set", "--cancel", "4826", "--duress", "7391"]);
    let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
    assert!(phone.refused(&["cancel", &id, "--pin", "4444"]).contains("wrong PIN; tries left: 2"));
    assert!(phone.refused(&["cancel", &id, "--pin", "none"]).contains("wrong PIN; tries left: 1"));
    assert!(phone.refused(&["cancel", &id, "--pin", "4445"]).contains("the alarm stands"));
    assert!(phone.refused(&["cancel", &id, "--pin", "4826"]).contains("the alarm stands"));
}

#[test]
fn what_cannot_be_cancelled_is_said() {
    let phone = Phone::set_up();
    let id = phone.ok(&["raise"])["alert_id"].as_str().unwrap().to_owned();
    let words = phone.refused(&["cancel", &id, "--pin", "4826"]);
    assert!(words.contains("no PINs") && words.contains("pins set"), "{words}");
    let phone = Phone::set_up();
    phone.ok(&["pins", "set", "--cancel", "4826", "--duress", "7391"]);
    assert!(phone.refused(&["cancel", UNKNOWN, "--pin", "4826"]).contains("no such alert"));
    assert!(phone.refused(&["cancel", "L-0007", "--pin", "4826"]).contains("ALERT_ID \"L-0007\""));
}

#[test]
fn bad_pins_are_refused_with_the_reason() {
    let phone = Phone::set_up();
    let set = |cancel: &str, duress: &str| phone.refused(&["pins", "set", "--cancel", cancel, "--duress", duress]);
    assert!(set("4826", "4826").contains("--duress: it must differ"));
    assert!(set("1234", "4826").contains("too easy"));
    assert!(set("48261", "7391").contains("four digits"));
}

#[test]
fn a_track_budget_out_of_bounds_is_refused_and_the_bounds_are_named() {
    let phone = Phone::set_up();
    for bytes in ["30000", "10000000"] {
        let set = json!({"track_bytes_per_hour": bytes.parse::<u32>().unwrap()});
        assert_eq!(phone.ok(&["track-budget", bytes]), set);
    }
    for bytes in ["29999", "10000001", "99999999999", "-1", "much"] {
        let words = phone.refused(&["track-budget", bytes]);
        assert!(words.contains("from 30000 to 10000000"), "{words}");
    }
}

#[test]
fn a_run_without_a_room_ends_when_its_time_is_over_and_says_so() {
    let phone = Phone::set_up();
    phone.ok(&["run", "--until-settled", "--timeout", "5"]);
    phone.ok(&["raise"]);
    let words = phone.refused(&["run", "--until-settled", "--timeout", "1"]);
    assert!(words.contains("--timeout") && words.contains("outbox: 1"), "{words}");
    phone.ok(&["run", "--timeout", "1"]);
    assert_eq!(phone.ok(&["status", "--json"])["alerts"][0]["outbox_pending"], json!(1));
}

#[test]
fn a_drill_without_a_room_fails_and_still_prints_its_line() {
    let phone = Phone::set_up();
    let (printed, words) = phone.failed(&["drill", "--timeout", "1"]);
    assert!(words.contains("no receipt") && words.contains("saved on this phone"), "{words}");
    assert_eq!(
        (&printed["status"], &printed["stored_ms"], &printed["opened_ms"]),
        (&json!("exercise"), &json!(null), &json!(null))
    );
    assert_eq!((&printed["receipts_verified"], &printed["receipts_dropped"]), (&json!(0), &json!(0)));
    assert!(printed["saved_ms"].as_f64().is_some());
}

#[test]
fn a_run_ends_cleanly_when_the_system_asks() {
    let phone = Phone::set_up();
    for signal in ["TERM", "INT"] {
        let mut run = phone.start(&["run"]);
        // It must be listening before it is asked; the process says nothing until then.
        std::thread::sleep(Duration::from_millis(500));
        run.signal(signal);
        assert!(run.wait().success(), "{signal}");
    }
}
