//! Alarms through the Kotlin class: raised, carried, cancelled, seen again after the process was killed.

use std::fs;

use anyhow::Result;
use hifazat_testkit::{Persona, Phone, Room, Site, eventually};
use serde_json::json;

use crate::phone::{alert, folder, is_possible, machine, opened, stages};

#[test]
fn an_alarm_through_kotlin_reaches_the_room_and_she_cancels_it_by_pin() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    let kotlin = opened(&phone)?;
    kotlin.ask(&["fixArrived", "31.5104", "74.3441", "12", "gps"])?;
    let raised = kotlin.ask(&["raise", "widget"])?;
    assert_eq!(raised["durable"], json!(true), "{raised}");
    let id = alert(&raised)?;

    let incident = room.incident_of(&id)?;
    assert_eq!(incident["state"], "new", "{incident:#}");
    eventually("the status says that the room has opened it", || {
        let status = kotlin.ask(&["status"])?;
        Ok(stages(&status).ends_with(&["stored", "opened"]).then_some(()))
    })?;

    let wrong = kotlin.ask(&["cancel", &id, Persona::WRONG_PIN])?;
    assert_eq!((&wrong["outcome"], &wrong["tries_left"]), (&json!("wrong"), &json!(2)));
    let done = kotlin.ask(&["cancel", &id, Persona::CANCEL_PIN])?;
    assert_eq!(done["outcome"], json!("done"), "{done:#}");
    eventually("the status says that the room has the cancel", || {
        Ok((kotlin.ask(&["status"])?["alert"]["cancel"] == "received").then_some(()))
    })?;
    assert_eq!(room.incidents()?.len(), 1);
    assert!(!kotlin.words().contains("WARNING"), "the machine finds fault: {}", kotlin.words());
    Ok(())
}

#[test]
fn an_alarm_is_on_the_disk_when_kotlin_is_answered_and_the_next_process_brings_it() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let mut room = Room::made(Site::default())?;
    let phone = Phone::of(&room)?;
    let mut kotlin = opened(&phone)?;
    let id = alert(&kotlin.ask(&["raise", "tile"])?)?;
    kotlin.kill()?;
    assert_eq!(phone.status()?.stages(&id), ["saved"]);

    let kotlin = machine(&phone)?;
    let opened = kotlin.ask(&["open", &folder(&phone)])?;
    assert_eq!((&opened["alert"]["alert_id"], &opened["follow"]), (&json!(id), &json!(true)), "{opened:#}");
    assert_eq!(kotlin.ask(&["finish", "0"])?, json!({ "settled": false }));
    room.serve()?;
    kotlin.ask(&["wake", "boot"])?;
    assert_eq!(kotlin.ask(&["finish", "60000"])?, json!({ "settled": true }));
    room.incident_of(&id)?;
    Ok(())
}

#[test]
fn a_drill_through_kotlin_gets_a_real_receipt_and_never_enters_the_live_queue() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let kotlin = opened(&phone)?;
    let id = alert(&kotlin.ask(&["drill", "tile"])?)?;
    phone.until_stage(&id, "opened")?;
    let seat = room.seat("nadia", "operator")?;
    assert_eq!(seat.desk()?["incidents"], json!([]));
    Ok(())
}

#[test]
fn starters_at_once_in_one_machine_come_to_one_core() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    // Over a folder that cannot be used alarms live in memory only: a second core would not know those of the first.
    let phone = Phone::without_bundle()?;
    fs::write(phone.folder(), "no folder")?;
    let kotlin = machine(&phone)?;
    let raised = kotlin.ask(&["openAtOnce", &folder(&phone), "8"])?;
    assert!(raised.as_array().is_some_and(|all| all.iter().all(|raised| raised["durable"] == false)), "{raised}");
    assert_eq!(kotlin.ask(&["status"])?["pending"], json!(8));
    Ok(())
}
