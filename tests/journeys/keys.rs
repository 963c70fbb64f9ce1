//! New keys and new bundles while phones are out there.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};
use serde_json::json;

/// The room's owner signs a newer bundle, in which the helpline of this number stands.
fn sign_newer(room: &Room, number: &str) -> Result<()> {
    let helplines = room.home().join("helplines.json");
    let helpline = json!([{ "number": number, "name_en": "Helpline", "name_ur": "ہیلپ لائن", "kind": "helpline" }]);
    std::fs::write(&helplines, helpline.to_string())?;
    room.ask(&["bundle", "sign", "--helplines", &helplines.to_string_lossy()]).map(drop)
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
    sign_newer(&room, "1043")?;
    let bridge = phone.bridge(&Around::Nothing)?;
    eventually("her phone shows the new number", || {
        let numbers = bridge.call("numbers", &json!({}))?;
        let found = numbers.as_array().is_some_and(|all| all.iter().any(|one| one["number"] == "1043"));
        Ok(found.then_some(()))
    })
}

#[test]
fn an_older_bundle_is_refused_and_the_one_in_force_stays() -> Result<()> {
    let room = Room::open()?;
    let older = room.home().join("older.json");
    std::fs::copy(room.bundle()?, &older)?;
    sign_newer(&room, "1043")?;
    let phone = Phone::of(&room)?;
    let older = older.to_string_lossy().into_owned();
    let refused = phone.try_to(&Around::Nothing, &["init", "--bundle", &older])?;
    assert!(!refused.status.success(), "{}", refused.output);
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    room.incident_of(&alert).map(drop)
}
