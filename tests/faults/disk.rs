//! A disk that takes nothing more.

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Persona, Phone, Room};

/// Small enough that no write to the database succeeds.
const FULL: Around = Around::FilesNoLongerThan(4096);

#[test]
fn on_a_full_disk_the_alert_goes_from_memory_and_the_phone_says_so() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let ended = phone.raise_with(&FULL, &Persona::AYESHA)?;
    let told: serde_json::Value = serde_json::from_str(&ended.output).with_context(|| ended.words.clone())?;
    assert!(told["saved_ms"].is_null(), "nothing was saved, so it must not be said: {told:#}");
    assert!(ended.words.contains("NOT"), "{}", ended.words);
    let alert = told["alert_id"].as_str().context("no alert_id")?;
    assert_eq!(room.incident_of(alert)?["state"], "new", "and yet it arrived");
    Ok(())
}

#[test]
fn behind_the_page_too_she_is_told_that_it_is_not_saved_and_it_is_received() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let bridge = phone.bridge(&FULL)?;
    let seen = bridge.raise()?;
    assert_eq!(seen["alert"]["durable"], false, "{seen:#}");
    let notices = seen["notices"].as_array().cloned().unwrap_or_default();
    assert!(notices.iter().any(|notice| notice == "not_durable"), "{notices:?}");
    let alert = seen["alert"]["alert_id"].as_str().context("no alert")?.to_owned();
    room.incident_of(&alert)?;
    bridge.until("the room's receipt is on her screen", |view| {
        let steps = view["alert"]["steps"].as_array();
        steps.is_some_and(|steps| steps.iter().any(|step| step["stage"] == "stored"))
    })?;
    Ok(())
}

#[test]
fn when_there_is_room_on_the_disk_again_everything_is_as_before() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let before = phone.raise(&Persona::AYESHA)?.alert;
    phone.raise_with(&FULL, &Persona::AYESHA)?;
    phone.run_until_settled()?;
    phone.until_stage(&before, "stored")?;
    let after = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    phone.until_stage(&after, "stored")?;
    assert_eq!(room.incidents()?.len(), 3);
    room.verify_log()
}
