//! From the tap to the closed incident, each word proven on her phone.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room};
use serde_json::{Value, json};

#[test]
fn an_alert_is_raised_accepted_answered_and_closed_and_she_sees_each_step() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;

    let alert = phone.raise(&Persona::AYESHA)?.alert;
    let incident = room.incident_of(&alert)?;
    assert_eq!(incident["state"], "new");
    phone.until_stage(&alert, "opened")?;
    assert!(!phone.status()?.stages(&alert).contains(&"seen".to_owned()), "nobody has seen it yet");

    nadia.act(&alert, "accept", json!({}))?;
    phone.until_stage(&alert, "seen")?;
    let desk = nadia.desk()?;
    let unit = desk["units"][0]["call_sign"].clone();
    let unit = if unit.is_null() { json!("Liberty 4") } else { unit };
    nadia.act(&alert, "dispatch", json!({ "unit": unit, "eta_min": 6 }))?;
    phone.until_stage(&alert, "dispatched")?;
    nadia.act(&alert, "arrive", json!({}))?;
    phone.until_stage(&alert, "arrived")?;
    nadia.act(&alert, "close", json!({ "disposition": "arrived_safe", "note": "she is with her sister" }))?;
    phone.until_stage(&alert, "closed")?;

    let stages = phone.status()?.stages(&alert);
    assert_eq!(stages, ["saved", "stored", "opened", "seen", "dispatched", "arrived", "closed"]);
    assert_eq!(phone.status()?.receipts_dropped(), 0, "{}", phone.words());
    // With each question the phone says how many words it holds. After the last one it has nothing to ask any more.
    let steps = nadia.incident(&alert)?["steps"].as_array().cloned().unwrap_or_default();
    let known = steps.iter().filter(|step| step["fetched"] == true).count();
    assert_eq!(known, steps.len() - 1, "the room knows which words her phone has: {steps:#?}");
    room.verify_log()?;
    drop(running);
    Ok(())
}

#[test]
fn the_operator_sees_where_she_is_with_its_accuracy_and_the_nearest_district() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let incident = nadia.incident(&alert)?;
    assert_eq!(incident["place"]["accuracy_m"], 12.0);
    assert!((incident["place"]["latitude_deg"].as_f64().unwrap() - 31.5104).abs() < 1e-6);
    assert_eq!(incident["place"]["doubts"], json!([]));
    assert_eq!(incident["district"].as_str(), Persona::AYESHA.district);
    assert_eq!(incident["district_approximate"], true, "without boundaries the district is a guess, and says so");
    Ok(())
}

#[test]
fn an_alert_without_a_place_says_so_and_is_an_incident_like_any_other() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::CHAND)?.alert;
    phone.run_until_settled()?;
    let incident = nadia.incident(&alert)?;
    assert_eq!(incident["place"], Value::Null);
    assert_eq!(incident["state"], "new");
    Ok(())
}

#[test]
fn a_place_nobody_can_be_at_is_kept_and_doubted() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let null_island = Persona { name: "somebody", fix: Some("0,0,5"), district: None };
    let alert = phone.raise(&null_island)?.alert;
    phone.run_until_settled()?;
    let place = nadia.incident(&alert)?["place"].clone();
    let doubts = place["doubts"].as_array().cloned().unwrap_or_default();
    assert!(!doubts.is_empty(), "a clean pin at 0/0: {place}");
    Ok(())
}

#[test]
fn a_second_alert_during_the_first_is_an_incident_of_its_own() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let first = phone.raise(&Persona::AYESHA)?.alert;
    room.incident_of(&first)?;
    let second = phone.raise(&Persona::AYESHA)?.alert;
    assert_ne!(first, second);
    room.incident_of(&second)?;
    phone.until_stage(&second, "opened")?;
    assert_eq!(room.incidents()?.len(), 2);
    drop(running);
    Ok(())
}

#[test]
fn a_second_start_of_the_room_keeps_everything() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::DANIA)?.alert;
    phone.run_until_settled()?;
    assert!(room.stop()?.success());
    let before = room.incidents()?;
    room.serve()?;
    assert_eq!(room.incidents()?, before);
    assert_eq!(before[0]["id"], json!(alert));
    room.verify_log()
}
