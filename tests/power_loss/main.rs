//! The power goes at every step of a scripted run, on the phone and in the room: what was acknowledged before is there
//! afterwards. Shows that WAL with `synchronous=FULL` holds.
#![cfg(test)]

mod normal;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Persona, Phone, Room, Seat, Site};
use hifazat_tests::{Disk, Luck, Step, steps};
use serde_json::{Value, json};

const ALERTS: usize = 3;

/// What a disk may do with what was not synced.
fn lucks(at: usize) -> [Luck; 3] {
    [Luck::None, Luck::All, Luck::Some(0x9e37_79b9_7f4a_7c15 ^ u64::try_from(at).unwrap_or_default())]
}

/// She is told that three alerts are saved, and that the last of them is cancelled.
#[test]
fn a_phone_that_said_saved_has_saved_whenever_the_power_goes() -> Result<()> {
    let room = Room::made(Site::default())?;
    let phone = phone_with_pins(&room)?;
    let mut disk = Disk::holding(&phone.folder())?;
    let mut told = Told::default();
    let mut moments = 0;
    for act in 0..=ALERTS {
        let steps = match told.saved.last().filter(|_| act == ALERTS) {
            Some(last) => traced(&phone, &["cancel", last, "--pin", Persona::CANCEL_PIN])?,
            None => raise_traced(&phone)?,
        };
        for step in steps {
            disk.take(&step);
            if let Step::Said(words) = &step {
                told.hear(words);
            } else if step.touches_the_disk() {
                moments += 1;
                for luck in lucks(moments) {
                    check_phone(&disk, luck, &phone.folder(), &told)
                        .with_context(|| format!("{luck:?}, step {moments}"))?;
                }
            }
        }
    }
    ensure!(told.saved.len() == ALERTS && told.cancelled.is_some(), "not all was acknowledged: {told:?}");
    ensure!(moments > 10, "only {moments} steps were traced: the trace is blind");
    Ok(())
}

/// Phones are told that three alerts are received, an operator that the first of them is hers, and the last is cancelled.
#[test]
fn a_room_that_gave_receipts_has_the_incidents_whenever_the_power_goes() -> Result<()> {
    let mut room = Room::open()?;
    room.seat("nadia", "operator")?;
    room.stop()?;
    let before = Disk::holding(&room.folder())?;
    let logs = tempfile::tempdir()?;
    let log = logs.path().join("room");
    room.begin(&Around::Traced(log.clone()))?;
    room.wait_until_ready()?;
    let phone = phone_with_pins(&room)?;
    let mut told = Vec::new();
    for _ in 0..ALERTS {
        let raised = phone.raise(&Persona::AYESHA)?;
        phone.run_until_settled()?;
        told.push((steps_so_far(&log)?, Fact { field: "id", is: raised.alert.clone().into(), alert: raised.alert }));
    }
    let [first, last] = [told.first(), told.last()].map(|fact| fact.map(|(_, fact)| fact.alert.clone()));
    let (first, last) = (first.context("no alert")?, last.context("no alert")?);
    Seat::sign_in_again(room.console_port(), "nadia")?.act(&first, "accept", json!({}))?;
    told.push((steps_so_far(&log)?, Fact { alert: first, field: "state", is: "accepted".into() }));
    phone.ask(&["cancel", &last, "--pin", Persona::CANCEL_PIN])?;
    phone.run_until_settled()?;
    told.push((steps_so_far(&log)?, Fact { alert: last, field: "cancelled", is: true.into() }));
    room.stop()?;

    let survivor = Room::made(Site::default())?;
    let mut disk = before;
    let mut moments = 0;
    for (at, step) in steps(&log)?.iter().enumerate() {
        disk.take(step);
        let taken = at.saturating_add(1);
        // Also at the very moment of each word, though the last step before it was none of the disk's.
        if !step.touches_the_disk() && told.iter().all(|(since, _)| *since != taken) {
            continue;
        }
        moments += 1;
        let kept: Vec<&Fact> = told.iter().filter(|(since, _)| *since <= taken).map(|(_, fact)| fact).collect();
        for luck in lucks(taken) {
            check_room(&disk, luck, &room.folder(), &survivor, &kept)
                .with_context(|| format!("{luck:?}, step {taken}"))?;
        }
    }
    ensure!(moments > 10, "only {moments} steps were traced: the trace is blind");
    Ok(())
}

/// What a phone has said on its standard output.
#[derive(Debug, Default)]
struct Told {
    saved: Vec<String>,
    cancelled: Option<String>,
}

impl Told {
    fn hear(&mut self, words: &str) {
        let Ok(told) = serde_json::from_str::<Value>(words.trim()) else { return };
        let Some(alert) = told["alert_id"].as_str().map(str::to_owned) else { return };
        if told["outcome"] == "done" { self.cancelled = Some(alert) } else { self.saved.push(alert) }
    }
}

/// What was acknowledged of an alert: what its incident says from then on.
#[derive(Debug)]
struct Fact {
    alert: String,
    field: &'static str,
    is: Value,
}

fn phone_with_pins(room: &Room) -> Result<Phone> {
    let phone = Phone::of(room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    Ok(phone)
}

fn traced(phone: &Phone, words: &[&str]) -> Result<Vec<Step>> {
    let logs = tempfile::tempdir()?;
    let log = logs.path().join("command");
    phone.try_to(&Around::Traced(log.clone()), words)?.success()?;
    steps(&log)
}

fn raise_traced(phone: &Phone) -> Result<Vec<Step>> {
    traced(phone, &["raise"])
}

/// How many steps the room has finished by now: the receipts are with the phone already, so all that they rest on must
/// be among these.
fn steps_so_far(log: &Path) -> Result<usize> {
    Ok(steps(log)?.len())
}

fn check_phone(disk: &Disk, luck: Luck, from: &Path, told: &Told) -> Result<()> {
    let phone = Phone::without_bundle()?;
    fs::create_dir_all(phone.folder())?;
    disk.after_power_loss(luck, from, &phone.folder())?;
    let status = phone.status()?;
    for alert in &told.saved {
        // The raise, and the cancel that it was said to have.
        let least = if told.cancelled.as_ref() == Some(alert) { 2 } else { 1 };
        ensure!(status.pending(alert).is_some_and(|pending| pending >= least), "of {alert} is lost: {status:?}");
    }
    Ok(())
}

/// The survivor wakes up over what the disk holds now.
fn check_room(disk: &Disk, luck: Luck, from: &Path, survivor: &Room, kept: &[&Fact]) -> Result<()> {
    let folder: &Path = &survivor.folder();
    fs::remove_dir_all(folder)?;
    fs::create_dir_all(folder)?;
    disk.after_power_loss(luck, from, folder)?;
    let incidents = survivor.incidents()?;
    for Fact { alert, field, is } in kept {
        let its = incidents.iter().find(|incident| incident["id"] == alert.as_str());
        ensure!(its.is_some_and(|incident| incident[field] == *is), "{field} {is} of {alert} is lost: {its:?}");
    }
    survivor.verify_log()
}
