//! Each point of the room, in what leads to it.

use std::fs;

use anyhow::{Context, Result, ensure};
use hifazat_crash_points::{Point, room as points};
use hifazat_testkit::{Around, Device, Persona, Phone, Room, Seat, Site, eventually};
use hifazat_tests::{all_is_well, in_memory};
use serde_json::json;

use crate::kills;

/// On the way of an alert, and up to which of its times that is worth a kill.
const TAKING: &[(Point, u32)] = &[
    (points::BATCH_WRITTEN, 3),
    (points::BATCH_COMMITTED, 3),
    (points::CONSOLES_TOLD, 2),
    (points::BATCH_ANSWERED, 3),
    (points::ENVELOPE_TAKEN, 2),
];
const MAKING: &[(Point, u32)] =
    &[(points::MIGRATED, 2), (points::LOG_BEGUN, 1), (points::FILE_DRAFTED, 4), (points::FILE_REPLACED, 3)];
const ROTATING: &[(Point, u32)] = &[(points::FILE_DRAFTED, 2), (points::FILE_REPLACED, 2)];

#[test]
fn a_room_killed_anywhere_on_the_way_of_an_alert_keeps_what_it_receipted() -> Result<()> {
    TAKING.iter().try_for_each(|(point, most)| taking(*point, *most).with_context(|| point.name()))
}

/// One room dies again and again, each time over a new alert, while one phone keeps bringing what it has.
fn taking(point: Point, most: u32) -> Result<()> {
    let mut room = in_memory(Room::open)?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let mut said = Vec::new();
    kills::at(point, most, |value| {
        if room.serves()? {
            room.kill()?;
        }
        room.begin(&Around::KilledAtPoint(value))?;
        let alert = phone.raise(&Persona::AYESHA)?.alert;
        said.push(alert.clone());
        let died = eventually("the room dies or proves the alert", || {
            if !room.serves()? {
                return Ok(Some(true));
            }
            Ok(phone.status()?.stages(&alert).contains(&"stored".to_owned()).then_some(false))
        })?;
        nothing_was_said_too_early(&room, &phone)?;
        Ok(died)
    })?;
    if room.serves()? {
        room.kill()?;
    }
    room.serve()?;
    said.iter().try_for_each(|alert| phone.until_stage(alert, "stored"))?;
    drop(running);
    all_is_well(&room, &phone, &said)
}

/// Whatever her phone calls received is on the disk of a room that is dead.
fn nothing_was_said_too_early(room: &Room, phone: &Phone) -> Result<()> {
    // The phone first: what it says then, the room has had to know before.
    let (status, incidents) = (phone.status()?, room.incidents()?);
    for alert in status.alerts().iter().filter_map(|alert| alert["alert_id"].as_str()) {
        let received = status.stages(alert).len() > 1;
        ensure!(!received || incidents.iter().any(|incident| incident["id"] == alert), "{alert} is not in the room");
    }
    room.verify_log()
}

/// A device that brings by datagram alone: of a phone the answer may have gone the other way.
#[test]
fn a_room_killed_as_a_datagrams_receipt_leaves_it_has_what_it_says() -> Result<()> {
    let mut room = in_memory(Room::open)?;
    let device = Device::of(&room)?;
    let mut brought = Vec::new();
    kills::at(points::DATAGRAM_ANSWERED, 2, |value| {
        if room.serves()? {
            room.kill()?;
        }
        room.begin(&Around::KilledAtPoint(value))?;
        room.wait_until_ready()?;
        let sealed = device.raise()?;
        let mut proven = false;
        eventually("the room dies of an answer", || {
            proven |= device.bring_by_datagram(&sealed);
            Ok((!room.serves()?).then_some(()))
        })?;
        ensure!(proven, "the answer was not on the wire");
        let known = room.incidents()?.iter().any(|incident| incident["id"] == sealed.alert.as_str());
        ensure!(known, "{} was receipted and is not in the room", sealed.alert);
        brought.push(sealed);
        room.verify_log()?;
        Ok(true)
    })?;
    room.serve()?;
    for sealed in &brought {
        eventually("it is receipted again", || Ok(device.bring_by_datagram(sealed).then_some(())))?;
    }
    ensure!(room.incidents()?.len() == brought.len(), "an alert that came again is doubled");
    room.verify_log()
}

#[test]
fn a_room_killed_after_an_operators_act_has_done_it_once() -> Result<()> {
    let mut room = in_memory(Room::open)?;
    let mut nadia = room.seat("nadia", "operator")?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let mut accepted = Vec::new();
    kills::at(points::ACT_DONE, 1, |value| {
        if room.serves()? {
            room.kill()?;
        }
        room.begin(&Around::KilledAtPoint(value))?;
        room.wait_until_ready()?;
        nadia = Seat::sign_in_again(room.console_port(), "nadia")?;
        let alert = phone.raise(&Persona::AYESHA)?.alert;
        room.incident_of(&alert)?;
        let answered = nadia.act(&alert, "accept", json!({})).is_ok();
        eventually("the room is dead", || Ok((!room.serves()?).then_some(())))?;
        let incident = room.incident_of(&alert)?;
        ensure!(!answered && incident["state"] == "accepted", "{incident:#}");
        accepted.push(alert);
        room.verify_log()?;
        Ok(true)
    })?;
    room.serve()?;
    nadia = Seat::sign_in_again(room.console_port(), "nadia")?;
    for alert in &accepted {
        phone.until_stage(alert, "seen")?;
        let again = nadia.act_upon(alert, "accept", 0, json!({}))?;
        ensure!(again.status == 409, "an act that was done can be done again: {}", again.status);
    }
    drop(running);
    all_is_well(&room, &phone, &accepted)
}

#[test]
fn a_room_killed_while_somebody_signs_in_lets_them_in_afterwards() -> Result<()> {
    let mut room = in_memory(Room::open)?;
    room.seat("nadia", "operator")?;
    for point in [points::FILE_DRAFTED, points::FILE_REPLACED] {
        kills::at(point, 1, |value| {
            if room.serves()? {
                room.kill()?;
            }
            room.begin(&Around::KilledAtPoint(value))?;
            room.wait_until_ready()?;
            let died = Seat::sign_in_again(room.console_port(), "nadia").is_err();
            eventually("the room is dead", || Ok((!room.serves()?).then_some(())))?;
            room.serve()?;
            Seat::sign_in_again(room.console_port(), "nadia")?.desk()?;
            Ok(died)
        })?;
    }
    room.verify_log()
}

#[test]
fn a_room_killed_while_its_keys_rotate_opens_what_was_sealed_to_either_key() -> Result<()> {
    let mut room = in_memory(Room::open)?;
    let old = Phone::of(&room)?;
    for (point, most) in ROTATING {
        kills::at(*point, *most, |value| {
            let died = room.try_around(&Around::KilledAtPoint(value), &["keys", "rotate"])?.was_killed();
            room.stop()?;
            room.serve()?;
            for phone in [&old, &Phone::of(&room)?] {
                let alert = phone.raise(&Persona::AYESHA)?.alert;
                phone.run_until_settled()?;
                phone.until_stage(&alert, "opened")?;
                ensure!(room.incident_of(&alert)?["trust"] != "unreadable", "{alert} cannot be opened");
            }
            Ok(died)
        })?;
    }
    room.ask(&["keys", "rotate"])?;
    room.verify_log()
}

#[test]
fn a_room_killed_while_it_is_made_never_serves_and_says_how_to_go_on() -> Result<()> {
    for (point, most) in MAKING {
        kills::at(*point, *most, |value| {
            let (mut room, ended) = in_memory(|| Room::make(Site::default(), &Around::KilledAtPoint(value)))?;
            if !ended.was_killed() {
                return Ok(false);
            }
            let served = room.try_to(&["serve", "--listen", "127.0.0.1:0", "--console", "127.0.0.1:0"])?;
            ensure!(!served.status.success() && served.words.contains("init"), "{}", served.words);
            if !room.try_to(&["init", "--public-url", &room.public_url()])?.status.success() {
                let told = room.try_to(&["init", "--public-url", &room.public_url()])?.words;
                ensure!(told.contains("broken off"), "it does not say how to go on: {told}");
                fs::remove_dir_all(room.folder())?;
                room.ask(&["init", "--public-url", &room.public_url()])?;
            }
            room.serve()?;
            let phone = Phone::of(&room)?;
            let alert = phone.raise(&Persona::AYESHA)?.alert;
            phone.run_until_settled()?;
            all_is_well(&room, &phone, &[alert])?;
            Ok(true)
        })?;
    }
    Ok(())
}

#[test]
fn every_point_of_the_room_is_played() {
    let elsewhere = [points::ACT_DONE, points::DATAGRAM_ANSWERED];
    let played: Vec<Point> =
        [TAKING, MAKING, ROTATING].concat().iter().map(|(point, _)| *point).chain(elsewhere).collect();
    for point in points::ALL {
        assert!(played.contains(point), "{} is never played", point.name());
    }
}
