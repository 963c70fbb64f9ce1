//! The iPhone app's own Swift over the real door: what the system would have it do, done on this machine.

use std::io::Write;

use anyhow::Result;
use hifazat_testkit::{Phone, Room, Swift};
use serde_json::json;

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
fn the_door_knows_every_word_that_swift_has() -> Result<()> {
    let Some(app) = app()? else { return Ok(()) };
    let phone = Phone::without_bundle()?;
    let told = app.tell("words", &phone)?;
    assert_eq!(told["drills"], json!([true, true, true]), "{told}");
    assert_eq!(told["taken"], json!([false, false, false, false]), "nobody waited for a text");
    assert_eq!((&told["text"], &told["settled"]), (&json!(null), &json!(false)), "{told}");
    Ok(())
}
