//! The power goes at every step of a scripted run, on the phone and in the room: what was acknowledged before is there
//! afterwards. Shows that WAL with `synchronous=FULL` holds.
#![cfg(test)]

mod normal;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Persona, Phone, Room, Site};
use hifazat_tests::{Disk, Luck, Step, steps};

const ALERTS: usize = 3;

/// What a disk may do with what was not synced.
fn lucks(at: usize) -> [Luck; 3] {
    [Luck::None, Luck::All, Luck::Some(0x9e37_79b9_7f4a_7c15 ^ u64::try_from(at).unwrap_or_default())]
}

#[test]
fn a_phone_that_said_saved_has_saved_whenever_the_power_goes() -> Result<()> {
    let room = Room::made(Site::default())?;
    let phone = Phone::of(&room)?;
    let mut disk = Disk::holding(&phone.folder())?;
    let mut told = Vec::new();
    let mut moments = 0;
    for _ in 0..ALERTS {
        for step in raise_traced(&phone)? {
            disk.take(&step);
            if let Step::Said(words) = &step {
                told.extend(alert_in(words));
            } else if step.touches_the_disk() {
                moments += 1;
                for luck in lucks(moments) {
                    check_phone(&disk, luck, &phone.folder(), &told)
                        .with_context(|| format!("{luck:?}, step {moments}"))?;
                }
            }
        }
    }
    ensure!(told.len() == ALERTS, "{} of {ALERTS} alerts were acknowledged", told.len());
    ensure!(moments > 10, "only {moments} steps were traced: the trace is blind");
    Ok(())
}

#[test]
fn a_room_that_gave_receipts_has_the_incidents_whenever_the_power_goes() -> Result<()> {
    let mut room = Room::made(Site::default())?;
    let before = Disk::holding(&room.folder())?;
    let logs = tempfile::tempdir()?;
    let log = logs.path().join("room");
    room.begin(&Around::Traced(log.clone()))?;
    room.wait_until_ready()?;
    let phone = Phone::of(&room)?;
    let mut told = Vec::new();
    for _ in 0..ALERTS {
        let raised = phone.raise(&Persona::AYESHA)?;
        phone.run_until_settled()?;
        told.push((steps_so_far(&log)?, raised.alert));
    }
    room.stop()?;

    let survivor = Room::made(Site::default())?;
    let mut disk = before;
    let all = steps(&log)?;
    for (at, step) in all.iter().enumerate() {
        disk.take(step);
        if !step.touches_the_disk() {
            continue;
        }
        let kept: Vec<String> = told.iter().filter(|(since, _)| *since <= at).map(|(_, alert)| alert.clone()).collect();
        for luck in lucks(at) {
            check_room(&disk, luck, &room.folder(), &survivor, &kept)
                .with_context(|| format!("{luck:?}, step {at}"))?;
        }
    }
    Ok(())
}

fn raise_traced(phone: &Phone) -> Result<Vec<Step>> {
    let logs = tempfile::tempdir()?;
    let log = logs.path().join("raise");
    phone.raise_with(&Around::Traced(log.clone()), &Persona::AYESHA)?.success()?;
    steps(&log)
}

/// How many steps the room has finished by now: the receipts are with the phone already, so all that they rest on must
/// be among these.
fn steps_so_far(log: &Path) -> Result<usize> {
    Ok(steps(log)?.len())
}

fn alert_in(words: &str) -> Option<String> {
    let told: serde_json::Value = serde_json::from_str(words.trim()).ok()?;
    Some(told.get("alert_id")?.as_str()?.to_owned())
}

fn check_phone(disk: &Disk, luck: Luck, from: &Path, told: &[String]) -> Result<()> {
    let phone = Phone::without_bundle()?;
    fs::create_dir_all(phone.folder())?;
    disk.after_power_loss(luck, from, &phone.folder())?;
    let status = phone.status()?;
    for alert in told {
        ensure!(status.pending(alert).is_some_and(|pending| pending > 0), "the alert {alert} is lost: {status:?}");
    }
    Ok(())
}

/// The survivor wakes up over what the disk holds now.
fn check_room(disk: &Disk, luck: Luck, from: &Path, survivor: &Room, kept: &[String]) -> Result<()> {
    let folder: &Path = &survivor.folder();
    fs::remove_dir_all(folder)?;
    fs::create_dir_all(folder)?;
    disk.after_power_loss(luck, from, folder)?;
    for alert in kept {
        survivor.incident_of(alert).with_context(|| format!("the incident {alert} is lost"))?;
    }
    survivor.verify_log()
}
