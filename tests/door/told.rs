//! What Kotlin tells of the telephone, and what it hears that she asked for.

use anyhow::{Context, Result};
use hifazat_testkit::{Machine, Phone, Room};
use serde_json::{Value, json};

use crate::phone::{alert, is_possible, opened};

const TOLD: &str = r#"{"battery":{"state":"repair","why":"vendor_tecno"},"texts":{"state":"not_here"},
    "notices":{"state":"works"},"torch":{"state":"works"},"clip":{"state":"repair","why":"permission"},
    "triggers":{"tile":{"state":"works"},"shake":{"state":"repair","why":"needs_service"}}}"#;

/// As one line: that is a call's.
fn told() -> String {
    TOLD.replace('\n', " ")
}

/// How a line of the readiness gate stands, and what is in its way.
fn line(kotlin: &Machine, id: &str) -> Result<(Value, Value)> {
    let status = kotlin.ask(&["status"])?;
    let checks = status["readiness"]["checks"].as_array().context("no checks")?;
    let line = checks.iter().find(|check| check["id"] == id).with_context(|| format!("no line {id}"))?;
    Ok((line["state"].clone(), line["why"].clone()))
}

/// What the whole gate shows of what Kotlin has told.
fn shown(kotlin: &Machine) -> Result<Value> {
    let status = kotlin.ask(&["status"])?;
    let lines = ["texts", "notices", "battery"];
    let lines: Vec<_> = lines.into_iter().map(|id| line(kotlin, id)).collect::<Result<_>>()?;
    Ok(json!({ "lines": lines, "clip": status["clip"], "triggers": status["triggers"] }))
}

#[test]
fn what_kotlin_tells_of_the_telephone_stands_in_the_gate_until_a_boot() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let phone = Phone::without_bundle()?;
    let kotlin = opened(&phone)?;
    let unknown = shown(&kotlin)?;
    assert_eq!(unknown["lines"], json!([["unknown", null], ["unknown", null], ["unknown", null]]));

    assert_eq!(kotlin.ask(&["facts", &told()])?, json!({ "done": true }));
    let lines = json!([["not_here", null], ["proven", null], ["repair", "vendor_transsion"]]);
    let known = shown(&kotlin)?;
    assert_eq!(known["lines"], lines);
    assert_eq!(known["clip"], json!({ "on": false, "state": "repair", "why": "permission" }));
    let triggers = known["triggers"].as_array().context("no triggers")?;
    let trigger = |name: &str| triggers.iter().find(|trigger| trigger["trigger"] == name).cloned();
    assert_eq!(trigger("tile").context("no tile")?["state"], "proven");
    let shake = trigger("shake").context("no shake")?;
    assert_eq!(
        (&shake["state"], &shake["why"], &shake["on"]),
        (&json!("repair"), &json!("needs_service"), &json!(false))
    );

    kotlin.ask(&["facts", "{}"])?;
    assert_eq!(shown(&kotlin)?, unknown, "facts replace those before");
    kotlin.ask(&["facts", &told()])?;
    kotlin.ask(&["wake", "network"])?;
    assert_eq!(shown(&kotlin)?, known);
    kotlin.ask(&["wake", "updated"])?;
    assert_eq!(shown(&kotlin)?, unknown);
    Ok(())
}

#[test]
fn what_she_asks_to_be_repaired_reaches_kotlin_until_its_screen_was_opened() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let phone = Phone::without_bundle()?;
    let kotlin = opened(&phone)?;
    kotlin.ask(&["facts", &told()])?;
    let wish = || Ok::<_, anyhow::Error>(kotlin.ask(&["status"])?["repair"].clone());
    assert_eq!(wish()?, json!(null));
    for what in ["battery", "notices", "key", "shake", "clip"] {
        kotlin.ask(&["touch", &json!({ "command": "repair", "what": what }).to_string()])?;
        assert_eq!(wish()?, json!(what));
        kotlin.ask(&["repairBegun", "texts"])?;
        assert_eq!(wish()?, json!(what), "another screen was opened");
        assert_eq!(kotlin.ask(&["repairBegun", "everything"])?["error"]["code"], json!("bad_trigger"));
        assert_eq!(wish()?, json!(what));
        assert_eq!(kotlin.ask(&["repairBegun", what])?, json!({ "done": true }));
        assert_eq!(wish()?, json!(null), "{what}");
    }
    let (state, _) = line(&kotlin, "battery")?;
    assert_eq!(state, "repair", "an opened screen has repaired nothing");
    Ok(())
}

#[test]
fn what_she_practises_reaches_kotlin_and_its_drill_ends_that() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let kotlin = opened(&phone)?;
    kotlin.ask(&["facts", &told()])?;
    kotlin.ask(&["touch", &json!({ "command": "practise", "trigger": "tile" }).to_string()])?;
    assert_eq!(kotlin.ask(&["status"])?["practise"], json!("tile"));
    let drill = alert(&kotlin.ask(&["drill", "tile"])?)?;
    let status = kotlin.ask(&["status"])?;
    assert_eq!((&status["practise"], &status["alert"]), (&json!(null), &json!(null)));
    let tile = status["triggers"].as_array().into_iter().flatten().find(|trigger| trigger["trigger"] == "tile");
    assert!(tile.context("no tile")?["tried_at_ms"].is_number(), "{status:#}");
    phone.until_stage(&drill, "opened")?;
    assert_eq!(room.seat("nadia", "operator")?.desk()?["incidents"], json!([]));
    Ok(())
}

#[test]
fn facts_that_are_not_understood_change_nothing_and_the_alarm_goes_on() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let kotlin = opened(&phone)?;
    kotlin.ask(&["facts", &told()])?;
    let before = shown(&kotlin)?;
    let id = alert(&kotlin.ask(&["raise", "widget"])?)?;

    let works = r#"{"state":"works"}"#;
    let huge = "x".repeat(1 << 20);
    for (json, code) in [
        ("(null)".to_owned(), "null"),
        ("(half a character)".to_owned(), "bad_text"),
        (String::new(), "bad_facts"),
        ("null".to_owned(), "bad_facts"),
        (format!("[{works}]"), "bad_facts"),
        (format!(r#"{{"battery":{works}"#), "bad_facts"),
        (format!(r#"{{"battery":{works}}} and more"#), "bad_facts"),
        (format!(r#"{{"battery":{works},"battery":{works}}}"#), "bad_facts"),
        (format!(r#"{{"battery":{works},"luck":{works}}}"#), "bad_facts"),
        (r#"{"battery":{"state":"works","since":"always"}}"#.to_owned(), "bad_facts"),
        (r#"{"battery":{"state":"perhaps"}}"#.to_owned(), "bad_facts"),
        (r#"{"battery":{"state":"works","why":7}}"#.to_owned(), "bad_facts"),
        (format!(r#"{{"battery":{works},"triggers":{{"sneeze":{works}}}}}"#), "bad_trigger"),
        (huge.clone(), "bad_facts"),
        (format!(r#"{{"battery":{works},"{huge}":{works}}}"#), "bad_facts"),
        (format!(r#"{{"battery":{works},"triggers":{{"{huge}":{works}}}}}"#), "bad_trigger"),
        ("[".repeat(1 << 20), "bad_facts"),
        (r#"{"triggers":"#.repeat(1 << 16), "bad_facts"),
    ] {
        let answer = kotlin.ask(&["facts", &json])?;
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        let begins: String = json.chars().take(80).collect();
        assert_eq!(answer["error"]["code"], code, "{begins}: {message}");
        assert!(!message.is_empty() && message.len() < 1_000, "{begins}: a message of {} bytes", message.len());
        assert_eq!(shown(&kotlin)?, before, "{begins}");
    }
    // What has a reason as long as a book is still a fact; no page shows the book.
    let long = kotlin.ask(&["facts", &format!(r#"{{"battery":{{"state":"repair","why":"{huge}"}}}}"#)])?;
    assert_eq!((long, line(&kotlin, "battery")?), (json!({ "done": true }), (json!("repair"), json!("other"))));

    assert_eq!(room.incident_of(&id)?["state"], "new");
    assert_eq!(kotlin.ask(&["status"])?["alert"]["alert_id"], json!(id));
    assert!(!kotlin.words().contains("WARNING"), "the machine finds fault: {}", kotlin.words());
    Ok(())
}
