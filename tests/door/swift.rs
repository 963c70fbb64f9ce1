//! The iPhone app's own Swift over the real door: what the system would have it do, done on this machine.

use std::io::Write;

use anyhow::{Context, Result};
use hifazat_testkit::{Phone, Room, Swift};
use serde_json::json;

use crate::clip::{heard, recording};

/// The app, or none where it cannot be compiled, which is said.
fn app() -> Result<Option<Swift>> {
    if let Some(obstacle) = Swift::obstacle() {
        writeln!(std::io::stderr(), "passed over: {obstacle}")?;
        return Ok(None);
    }
    Swift::built().map(Some)
}

#[test]
fn an_alarm_through_swift_reaches_the_room() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let told = app.tell("alarm", &phone)?;
    assert_eq!(
        (&told["saved"], &told["follow"], &told["settled"]),
        (&json!(true), &json!(true), &json!(true)),
        "{told}"
    );
    let incident = room.incident_of(told["alert_id"].as_str().unwrap_or_default())?;
    assert_eq!(incident["state"], "new", "{incident:#}");
    assert_eq!(room.incidents()?.len(), 1);
    let key = std::fs::read(phone.folder().join("vault.key"))?;
    assert!(key.starts_with(b"hifazat safe 1\n"), "wrapped under the Keychain's");
    Ok(())
}

#[test]
fn a_trigger_that_she_practises_in_swift_is_a_drill_and_so_is_the_shortcut() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let told = app.tell("practice", &phone)?;
    assert_eq!(
        (&told["asked"], &told["saved"], &told["settled"]),
        (&json!("siri"), &json!(true), &json!(true)),
        "{told}"
    );
    let drill =
        |when: &str| told[when]["drill"]["alert_id"].as_str().map(str::to_owned).with_context(|| told.to_string());
    let (first, second) = (drill("first")?, drill("second")?);
    assert_ne!(first, second);
    assert_eq!((&told["first"]["practise"], &told["second"]["alert"]), (&json!(null), &json!(null)), "{told}");
    let desk = room.seat("nadia", "operator")?.desk()?;
    let drills = desk["drills"].as_array().context("no drills")?;
    for id in [first, second] {
        assert!(drills.iter().any(|drill| drill["id"] == id && drill["opened"] == true), "{drills:#?}");
    }
    assert_eq!(desk["incidents"], json!([]), "a drill in the live queue");
    Ok(())
}

#[test]
fn what_swift_tells_of_the_telephone_stands_in_the_gate_and_a_repair_reaches_it_once() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let phone = Phone::without_bundle()?;
    let told = app.tell("gate", &phone)?;
    let state = |when: &str, id: &str| {
        let checks = told[when]["readiness"]["checks"].as_array().into_iter().flatten();
        checks.filter(|check| check["id"] == id).map(|check| check["state"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (state("before", "battery"), state("before", "texts")),
        (vec![json!("unknown")], vec![json!("unknown")])
    );
    assert_eq!((state("told", "battery"), state("told", "texts")), (vec![json!("proven")], vec![json!("repair")]));
    assert_eq!(told["told"]["clip"], json!({ "on": false, "state": "repair", "why": "permission" }), "{told}");
    for what in ["battery", "notices", "key", "clip", "widget"] {
        assert_eq!(told["repaired"][what], json!({ "asked": what, "left": null }), "{told}");
    }
    let gate = |when: &str| (told[when]["readiness"].clone(), told[when]["triggers"].clone());
    assert_eq!(gate("after"), gate("told"), "facts with an unknown member changed something");
    Ok(())
}

#[test]
fn a_recording_that_a_call_cuts_short_is_heard_in_the_room() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let room = Room::open()?;
    let phone = recording(&room)?;
    let told = app.tell("clip", &phone)?;
    let id = told["alert_id"].as_str().unwrap_or_default();
    assert_eq!((&told["saved"], &told["wanted"], &told["left"]), (&json!(true), &json!(id), &json!(null)), "{told}");
    assert_eq!((&told["files"], &told["settled"]), (&json!([]), &json!(true)), "{told}");
    let (media, bytes) = heard(&room, id)?;
    assert_eq!((media.as_deref(), bytes.len()), (Some("audio/mp4"), 16 + 8 + 20_000 + 9));
    let sound: Vec<u8> = (0..=u8::MAX).cycle().take(20_000).collect();
    assert!(bytes.get(24..20_024) == Some(sound.as_slice()), "what is heard was not recorded");
    Ok(())
}

#[test]
fn an_alarm_goes_on_without_a_microphone_and_a_recording_that_broke_off_is_none() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let room = Room::open()?;
    let phone = recording(&room)?;
    let told = app.tell("no clip", &phone)?;
    let id = told["alert_id"].as_str().unwrap_or_default();
    assert_eq!((&told["saved"], &told["settled"], &told["files"]), (&json!(true), &json!(true), &json!([])), "{told}");
    assert_eq!((&told["refused"], &told["broken"]), (&json!(id), &json!(id)), "the core still wants one: {told}");
    room.incident_of(id)?;
    assert_eq!(room.seat("nadia", "operator")?.incident(id)?["clips"], json!([]), "the desk is told of nothing");
    Ok(())
}

#[test]
fn the_door_knows_every_word_that_swift_has() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let phone = Phone::without_bundle()?;
    let told = app.tell("words", &phone)?;
    assert_eq!(told["drills"], json!([true, true, true]), "{told}");
    assert_eq!(told["taken"], json!([false, false, false, false, false]), "nobody waited for a text");
    assert_eq!((&told["text"], &told["settled"]), (&json!(null), &json!(false)), "{told}");
    Ok(())
}
