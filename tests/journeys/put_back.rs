//! A room that is put back to an older copy of its database, as after a broken disk.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};
use serde_json::{Value, json};

/// The words before the room was put back, and how the phone tells that they hold no more.
const LOST: &str = "the control room has lost it; sending again";

fn until_she_is_told(phone: &Phone) -> Result<()> {
    eventually("she is told that it is lost", || Ok(phone.words().contains(LOST).then_some(())))
}

/// The one row of an alert, once it says this.
fn until_row(room: &Room, alert: &str, says: impl Fn(&Value) -> bool) -> Result<Value> {
    eventually("the incident is as it was", || {
        let rows = room.incidents()?;
        let mut hers = rows.into_iter().filter(|row| row["id"] == alert);
        let first = hers.next().filter(&says);
        anyhow::ensure!(hers.next().is_none(), "two incidents of one alert");
        Ok(first)
    })
}

/// One phone is known to the copy, the other is not: the room tells both.
#[test]
fn what_came_after_the_copy_is_brought_again_by_phones_that_the_copy_knows_and_by_others() -> Result<()> {
    for is_known in [true, false] {
        let mut room = Room::open()?;
        let phone = Phone::of(&room)?;
        if is_known {
            phone.ask(&["drill"])?;
        }
        let nadia = room.seat("nadia", "operator")?;
        let copy = room.copy("copy.db")?;
        let _running = phone.begin_run(&Around::Nothing)?;
        let alert = phone.raise(&Persona::AYESHA)?.alert;
        phone.until_stage(&alert, "opened")?;
        nadia.act(&alert, "accept", json!({}))?;
        phone.until_stage(&alert, "seen")?;

        room.put_back(&copy)?;
        until_she_is_told(&phone)?;
        let row = until_row(&room, &alert, |_| true)?;
        assert_eq!(row["state"], "new", "somebody has to take it again: {row}");
        phone.until_stage(&alert, "opened")?;
        assert!(!phone.status()?.stages(&alert).iter().any(|stage| stage == "seen"), "{:?}", phone.status()?);
        // The seat is of before the copy; its session is not.
        let omar = room.seat("omar", "operator")?;
        omar.act(&alert, "accept", json!({}))?;
        phone.until_stage(&alert, "seen")?;
        let row = until_row(&room, &alert, |row| row["state"] == "accepted")?;
        assert_eq!((&row["operator"], &row["desk"]), (&json!("omar"), &omar.incident(&alert)?["desk"]));
        room.verify_log()?;
    }
    Ok(())
}

#[test]
fn a_cancel_under_duress_that_the_copy_lacks_comes_again_and_her_screen_shows_nothing() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    let copy = room.copy("copy.db")?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    phone.ask(&["cancel", &alert, "--pin", Persona::DURESS_PIN])?;
    phone.run_until_settled()?;
    until_row(&room, &alert, |row| row["duress"] == true)?;

    room.put_back(&copy)?;
    let _running = phone.begin_run(&Around::Nothing)?;
    until_row(&room, &alert, |row| row["duress"] == true)?;
    phone.until_stage(&alert, "opened")?;
    room.verify_log()
}
