//! Taking an alert back: by PIN, by the duress PIN, by somebody who does not know it.

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};
use serde_json::{Value, json};

fn phone_with_pins(room: &Room) -> Result<Phone> {
    let phone = Phone::of(room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    Ok(phone)
}

fn cancelled_with(pin: &str) -> Result<(Value, Value)> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = phone_with_pins(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let mut said: Value = serde_json::from_str(&phone.ask(&["cancel", &alert, "--pin", pin])?)?;
    said.as_object_mut().context("cancel told no object")?.remove("alert_id");
    phone.run_until_settled()?;
    let incident = eventually("the room has the cancel", || {
        let incident = nadia.incident(&alert)?;
        Ok((incident["cancelled"] == true || incident["duress"] == true).then_some(incident))
    })?;
    Ok((said, incident))
}

#[test]
fn a_cancel_by_pin_is_a_message_that_the_operator_sees_not_a_deletion() -> Result<()> {
    let (_, incident) = cancelled_with(Persona::CANCEL_PIN)?;
    assert_eq!((&incident["cancelled"], &incident["duress"]), (&json!(true), &json!(false)));
    assert_eq!(incident["state"], "new", "somebody still has to close it");
    Ok(())
}

#[test]
fn the_duress_pin_looks_the_same_to_whoever_holds_the_phone_and_tells_the_operator() -> Result<()> {
    let (said, _) = cancelled_with(Persona::CANCEL_PIN)?;
    let (said_under_duress, incident) = cancelled_with(Persona::DURESS_PIN)?;
    assert_eq!(said, said_under_duress);
    assert_eq!(incident["duress"], true);
    assert_eq!(incident["state"], "new", "the alarm goes on");
    Ok(())
}

#[test]
fn after_three_wrong_pins_the_alarm_stands() -> Result<()> {
    let room = Room::open()?;
    let phone = phone_with_pins(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    for _ in 0..3 {
        let refused = phone.try_to(&Around::Nothing, &["cancel", &alert, "--pin", Persona::WRONG_PIN])?;
        assert!(!refused.status.success(), "{}", refused.output);
    }
    let right = phone.try_to(&Around::Nothing, &["cancel", &alert, "--pin", Persona::CANCEL_PIN])?;
    assert!(!right.status.success(), "the right PIN came too late: {}", right.output);
    phone.run_until_settled()?;
    assert_eq!(room.incident_of(&alert)?["cancelled"], false);
    Ok(())
}

#[test]
fn an_alert_taken_back_within_the_window_is_cancelled_at_the_room_or_never_left() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = phone_with_pins(&room)?;
    let bridge = phone.bridge(&Around::Nothing)?;
    let alert = bridge.raise()?["alert"]["alert_id"].as_str().context("no alert")?.to_owned();
    let answer = bridge.call("take_back", &json!({ "pin": Persona::CANCEL_PIN }))?;
    assert_eq!(answer["outcome"], "done", "{answer:#}");
    bridge.until("her screen says that it was taken back", |view| {
        let cancel = &view["alert"]["cancel"];
        cancel == "taken_back" || cancel == "received"
    })?;
    // A drill afterwards: when its proof is here, the alert had its chance too.
    bridge.call("drill", &json!({ "trigger": "hold" }))?;
    bridge.until("the drill is proven", |view| {
        let checks = view["readiness"]["checks"].as_array();
        checks.is_some_and(|all| all.iter().any(|check| check["id"] == "drill" && check["state"] == "proven"))
    })?;
    for incident in room.incidents()? {
        assert_eq!(incident["id"], json!(alert));
        eventually("the room shows it as cancelled", || {
            Ok((nadia.incident(&alert)?["cancelled"] == true).then_some(()))
        })?;
    }
    Ok(())
}
