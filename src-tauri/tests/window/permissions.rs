//! Least privilege: the page has its own commands and hears events. Nothing else, and nobody else.

use std::collections::BTreeSet;

use hifazat_phone_native::Door;
use serde_json::{Value, json};

use crate::page::Page;

/// Each command of the page with arguments that it takes.
fn commands() -> Vec<(&'static str, Value)> {
    vec![
        ("view", json!({})),
        ("hold_started", json!({})),
        ("drill", json!({ "trigger": "hold" })),
        ("end_drill", json!({})),
        ("set_contact_rule", json!({ "rule": "silent" })),
        ("set_language", json!({ "language": "ur" })),
        ("set_pins", json!({ "cancel": "4071", "duress": "8362" })),
        ("setup_later", json!({ "step": 3 })),
        ("allow_location", json!({})),
        ("numbers", json!({})),
        ("repair", json!({ "what": "battery" })),
        ("choose_trigger", json!({ "trigger": "shake", "on": true })),
        ("practise", json!({ "trigger": "hold" })),
        ("set_loud", json!({ "loud": { "siren": false, "torch": false } })),
        ("touch_text", json!({ "alert_id": "00000000-0000-4000-8000-000000000001" })),
        ("set_receipts_by_text", json!({ "wanted": false })),
        ("choose_text_card", json!({ "slot": null })),
        ("set_clip", json!({ "wanted": true })),
        ("raise", json!({ "trigger": "hold" })),
        ("take_back", json!({ "pin": "0000" })),
        ("end_window", json!({})),
        ("dismiss", json!({})),
    ]
}

#[test]
fn the_page_may_call_each_of_its_commands() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    for (name, arguments) in commands() {
        let answer = page.call(name, arguments);
        assert!(answer.is_ok(), "{name}: {answer:?}");
    }
    let id = page.view()["alert"]["alert_id"].clone();
    page.call("cancel", json!({ "alert_id": id, "pin": "4071" })).unwrap();
}

#[test]
fn the_capability_names_the_commands_and_hearing_events_and_nothing_else() {
    let capability: Value = serde_json::from_str(include_str!("../../capabilities/phone.json")).unwrap();
    let named: BTreeSet<String> =
        capability["permissions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect();
    let own = commands().into_iter().map(|(name, _)| name).chain(["cancel"]);
    let mut wanted: BTreeSet<String> = own.map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    wanted.extend(["core:event:allow-listen", "core:event:allow-unlisten"].map(str::to_owned));
    assert_eq!(named, wanted);
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["remote"], Value::Null, "no page from elsewhere may do anything");
}

#[test]
fn the_page_may_not_call_what_tauri_brings_along() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    for (name, arguments) in [
        ("plugin:event|emit", json!({ "event": "changed", "payload": {} })),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:window|set_title", json!({ "value": "SOS" })),
        ("plugin:webview|create_webview_window", json!({ "options": { "label": "other" } })),
        ("plugin:app|version", json!({})),
        ("plugin:resources|close", json!({ "rid": 1 })),
    ] {
        let refused = page.call(name, arguments).unwrap_err().to_string();
        assert!(refused.contains("not allowed"), "{name}: {refused}");
    }
}

#[test]
fn another_window_may_call_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::in_window("other", Door::default(), folder.path(), None);
    for (name, arguments) in commands() {
        let refused = page.call(name, arguments).unwrap_err().to_string();
        assert!(refused.contains("not allowed"), "{name}: {refused}");
    }
}

#[test]
fn a_page_from_elsewhere_may_call_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::of(folder.path());
    for address in ["https://example.org", "http://localhost:5173", "file:///tmp/page.html"] {
        for (name, arguments) in commands() {
            let refused = page.call_from(address, name, arguments).unwrap_err().to_string();
            assert!(refused.contains("not allowed"), "{address} {name}: {refused}");
        }
    }
    assert_eq!(page.view()["alert"], json!(null));
}
