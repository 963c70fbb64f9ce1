//! The commands do what the page asks, and keep it.

use hifazat_phone_native::{Door, Start};
use hifazat_protocol::Trigger;
use serde_json::json;

use crate::page::Page;

#[test]
fn a_phone_without_a_bundle_says_so_and_still_keeps_an_alarm() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    assert_eq!(page.view()["configured"], json!(false));
    let view = page.call("raise", json!({ "trigger": "hold" })).unwrap();
    assert_eq!(view["alert"]["durable"], json!(true), "{view:#}");
    assert_eq!(view["alert"]["steps"][0]["stage"], json!("saved"), "{view:#}");
}

#[test]
fn an_alarm_is_there_again_when_the_window_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let raised = Page::of(folder.path()).call("raise", json!({ "trigger": "keyboard" })).unwrap();
    let again = Page::of(folder.path()).view();
    assert!(raised["alert"]["alert_id"].is_string());
    assert_eq!(again["alert"]["alert_id"], raised["alert"]["alert_id"]);
}

#[test]
fn the_window_shows_the_alarm_that_a_widget_raised_before_there_was_a_window() {
    let folder = tempfile::tempdir().unwrap();
    let door = Door::default();
    let widget = door.core(&Start { folder: folder.path().to_owned(), ..Start::default() });
    let raised = widget.raise(Trigger::Other);
    let page = Page::behind(door.clone(), folder.path());
    assert_eq!(page.view()["alert"]["alert_id"], json!(raised.alert_id));
    // And what the page does, the widget knows at once: they have one core.
    page.call("set_pins", json!({ "cancel": "4071", "duress": "8362" })).unwrap_err();
    page.call("end_window", json!({})).unwrap();
    assert_eq!(widget.status().view.alert.unwrap().window_ends_at_ms, None);
}

#[test]
fn a_bundle_that_cannot_be_read_is_told_and_stands_in_nobodys_way() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::with_bundle(folder.path(), &folder.path().join("missing.json"));
    assert_eq!(page.view()["notices"], json!(["bundle_refused"]));
    let view = page.call("raise", json!({ "trigger": "hold" })).unwrap();
    assert_eq!(view["alert"]["durable"], json!(true), "{view:#}");
}

#[test]
fn a_bundle_that_is_none_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle.json");
    std::fs::write(&bundle, "{}").unwrap();
    assert_eq!(Page::with_bundle(folder.path(), &bundle).view()["notices"], json!(["bundle_refused"]));
}

#[test]
fn what_she_sets_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    page.call("set_language", json!({ "language": "en" })).unwrap();
    page.call("set_contact_rule", json!({ "rule": "text" })).unwrap();
    let pins = page.call("set_pins", json!({ "cancel": "4071", "duress": "8362" })).unwrap();
    assert_eq!(pins["outcome"], json!("saved"), "{pins:#}");
    let again = Page::of(folder.path()).view();
    assert_eq!((&again["language"], &again["contact_rule"]), (&json!("en"), &json!("text")));
}

#[test]
fn a_command_that_fails_says_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    let refused = page.call("cancel", json!({ "alert_id": "none", "pin": "0000" })).unwrap_err();
    assert_eq!(refused["code"], json!("bad_alert_id"), "{refused:#}");
    let refused = page.call("setup_later", json!({ "step": 9 })).unwrap_err();
    assert_eq!(refused["code"], json!("bad_step"), "{refused:#}");
}

#[test]
fn an_argument_that_is_missing_or_unknown_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    let refused = page.call("raise", json!({})).unwrap_err().to_string();
    assert!(refused.contains("trigger"), "{refused}");
    let refused = page.call("raise", json!({ "trigger": "sneeze" })).unwrap_err().to_string();
    assert!(refused.contains("sneeze"), "{refused}");
    assert_eq!(page.view()["alert"], json!(null));
}
