//! Drills: the real path, a real receipt, nobody comes.

use anyhow::Result;
use hifazat_testkit::{Persona, Phone, Room};
use serde_json::{Value, json};

#[test]
fn a_drill_is_proven_to_its_end_and_stands_among_the_drills_only() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let told: Value = serde_json::from_str(phone.ask(&["drill"])?.trim())?;
    assert_eq!(told["status"], "exercise");
    for figure in ["saved_ms", "stored_ms", "opened_ms"] {
        assert!(told[figure].is_number(), "{told:#}");
    }
    assert!(told["receipts_verified"].as_u64() >= Some(2), "{told:#}");
    assert_eq!(told["receipts_dropped"], 0);

    let desk = nadia.desk()?;
    assert_eq!(desk["incidents"], json!([]));
    let drills = desk["drills"].as_array().cloned().unwrap_or_default();
    assert!(drills.iter().any(|drill| drill["id"] == told["alert_id"] && drill["opened"] == true), "{drills:#?}");
    Ok(())
}

#[test]
fn a_real_alarm_during_a_drill_is_a_real_alarm() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let bridge = phone.bridge(&hifazat_testkit::Around::Nothing)?;
    bridge.call("drill", &json!({ "trigger": "hold" }))?;
    let seen = bridge.raise()?;
    assert_eq!(seen["alert"]["status"], "actual");
    let alert = seen["alert"]["alert_id"].as_str().unwrap_or_default().to_owned();
    assert_eq!(room.incident_of(&alert)?["state"], "new");
    Ok(())
}

#[test]
fn she_drills_without_a_place_as_well() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    assert_eq!(Persona::CHAND.fix, None);
    phone.ask(&["drill"]).map(drop)
}
