//! New keys and new bundles while phones are out there.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};
use serde_json::Value;

fn bundle_version(room: &Room) -> Result<u64> {
    let told: Value = serde_json::from_str(&room.ask(&["bundle", "sign", "--room-name", "Renamed room"])?)?;
    Ok(told["bundle_version"].as_u64().or_else(|| told["version"].as_u64()).unwrap_or_default())
}

#[test]
fn an_alert_sealed_to_the_old_key_is_opened_after_the_keys_were_rotated() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    room.stop()?;
    let old = phone.raise(&Persona::AYESHA)?.alert;
    room.ask(&["keys", "rotate"])?;
    room.serve()?;
    phone.run_until_settled()?;
    phone.until_stage(&old, "opened")?;
    assert_ne!(room.incident_of(&old)?["trust"], "unreadable");

    phone.take_bundle(&room.bundle()?)?;
    let new = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    phone.until_stage(&new, "opened")
}

#[test]
fn a_running_phone_takes_up_a_newer_bundle_by_itself() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    assert!(bundle_version(&room)? >= 2);
    let bridge = phone.bridge(&Around::Nothing)?;
    // The bundle in force is what `init` compares with: the same one again is no change.
    let file = room.bundle()?;
    let file = file.to_string_lossy().into_owned();
    eventually("the phone has the newer bundle", || {
        let told: Value = serde_json::from_str(&phone.ask(&["init", "--bundle", &file])?)?;
        Ok((told["changed"] == false).then_some(()))
    })?;
    drop(bridge);
    Ok(())
}

#[test]
fn an_older_bundle_is_refused_and_the_one_in_force_stays() -> Result<()> {
    let room = Room::open()?;
    let older = room.home().join("older.json");
    std::fs::copy(room.bundle()?, &older)?;
    assert!(bundle_version(&room)? >= 2);
    let phone = Phone::of(&room)?;
    let older = older.to_string_lossy().into_owned();
    let refused = phone.try_to(&Around::Nothing, &["init", "--bundle", &older])?;
    assert!(!refused.status.success(), "{}", refused.output);
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    room.incident_of(&alert).map(drop)
}
