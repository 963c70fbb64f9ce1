//! Clocks that are years off: on the phone, in the room.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};

fn alert_from_a_phone_whose_clock_is(off: &'static str) -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let bridge = phone.bridge(&Around::ClockOff(off))?;
    let alert = bridge.raise()?["alert"]["alert_id"].as_str().unwrap_or_default().to_owned();
    let row = room.incident_of(&alert)?;
    bridge.until("the receipt is on her screen", |view| {
        let steps = view["alert"]["steps"].as_array();
        steps.is_some_and(|steps| steps.iter().any(|step| step["stage"] == "opened"))
    })?;
    // The room's clocks run from a time that makes sense.
    let (stored, due) = (row["stored_at_ms"].as_i64().unwrap_or(0), row["accept_due_ms"].as_i64().unwrap_or(0));
    assert!((0..=15_000).contains(&(due - stored)), "stored {stored}, to be accepted by {due}");
    nadia.act(&alert, "accept", serde_json::json!({}))?;
    bridge.until("she sees who has seen it", |view| {
        let steps = view["alert"]["steps"].as_array();
        steps.is_some_and(|steps| steps.iter().any(|step| step["stage"] == "seen"))
    })?;
    Ok(())
}

#[test]
fn a_phone_whose_clock_fell_back_years_is_heard_and_answered() -> Result<()> {
    alert_from_a_phone_whose_clock_is("-4y")
}

#[test]
fn a_phone_whose_clock_runs_years_ahead_is_heard_and_answered() -> Result<()> {
    alert_from_a_phone_whose_clock_is("+3y")
}

#[test]
fn a_room_whose_clock_is_years_off_still_takes_and_proves_alerts() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    room.stop()?;
    room.begin(&Around::ClockOff("-3y"))?;
    room.wait_until_ready()?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    phone.until_stage(&alert, "stored")?;
    eventually("one incident", || Ok((room.incidents()?.len() == 1).then_some(())))?;
    room.verify_log()
}
