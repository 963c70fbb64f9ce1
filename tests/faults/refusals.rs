//! A disk that refuses from its n-th write or sync on, for every n of an alarm: full, broken, or suddenly read-only. n
//! grows until nothing is refused any more.

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, ensure};
use hifazat_testkit::{Around, Device, Ended, Persona, Phone, Refusal, Room, Sealed, eventually};
use hifazat_tests::in_memory;
use serde_json::Value;

/// Beyond the writes of any one alarm.
const MOST_WRITES: u32 = 400;
const SIDE_BY_SIDE: usize = 12;
const PHONES_FILES: [&str; 5] = ["phone.db", "phone.db-wal", "phone.db-shm", "vault.copy", "vault.copy.new"];
const ROOMS_FILES: [&str; 3] = ["room.db", "room.db-wal", "room.db-shm"];

fn refusal(error: &'static str, from: u32, folder: &Path, files: &[&str]) -> Refusal {
    let log = folder.with_extension("refused");
    Refusal { error, from, files: files.iter().map(|file| folder.join(file)).collect(), log }
}

/// For every n a phone of its own, many side by side: most of their time they wait for each other's leases to end.
fn a_phone_whose_disk_says(error: &'static str) -> Result<()> {
    let room = in_memory(Room::open)?;
    let mut from_memory = 0;
    for first in (1..MOST_WRITES).step_by(SIDE_BY_SIDE) {
        let lives = thread::scope(|scope| {
            let from = first..first.saturating_add(u32::try_from(SIDE_BY_SIDE)?);
            let lives: Vec<_> = from
                .map(|from| {
                    scope.spawn({
                        let room = &room;
                        move || one_phone(room, error, from)
                    })
                })
                .collect();
            lives.into_iter().map(|life| life.join().ok().context("a life broke")?).collect::<Result<Vec<_>>>()
        })?;
        from_memory += lives.iter().filter(|life| !life.saved).count();
        if lives.iter().any(|life| life.refused == 0) {
            ensure!(from_memory > 0, "nothing was refused: is strace there?");
            eprintln!("{error}: {from_memory} phones could save nothing, and all alarms arrived");
            return Ok(());
        }
    }
    anyhow::bail!("it never stops writing")
}

struct Life {
    saved: bool,
    refused: usize,
}

/// She raises on such a disk, and her phone delivers another alarm on one.
fn one_phone(room: &Room, error: &'static str, from: u32) -> Result<Life> {
    let phone = Phone::of(room)?;
    let raising = refusal(error, from, &phone.folder(), &PHONES_FILES);
    let ended = phone.raise_with(&Around::DiskRefuses(raising.clone()), &Persona::AYESHA)?;
    let (first, saved) = told(&ended)?;
    if saved {
        ensure!(!phone.status()?.stages(&first).is_empty(), "{error} from write {from} on: {first} is lost");
    } else {
        ensure!(ended.words.contains("NOT"), "{error} from write {from} on: {}", ended.words);
        ensure!(count(&room.incidents()?, &first) == 1, "{error} from write {from} on: {first} did not arrive");
    }
    let second = phone.raise(&Persona::AYESHA)?.alert;
    let delivering = Refusal { log: raising.log.with_extension("delivery"), ..raising.clone() };
    let run = ["run", "--until-settled", "--timeout", "30"];
    phone.try_to(&Around::DiskRefuses(delivering.clone()), &run)?;
    let arrived = count(&room.incidents()?, &second) == 1;
    ensure!(arrived, "{error} from write {from} on: {second} was not brought");
    phone.run_until_settled()?;
    let (status, incidents) = (phone.status()?, room.incidents()?);
    ensure!(status.stages(&second).contains(&"stored".to_owned()), "{error} from write {from} on: {status:?}");
    for alert in [&first, &second] {
        ensure!(count(&incidents, alert) == 1, "{error} from write {from} on: {alert} is lost or doubled");
    }
    Ok(Life { saved, refused: raising.count() + delivering.count() })
}

/// What `raise` told: the alert, and whether it was said to be saved.
fn told(ended: &Ended) -> Result<(String, bool)> {
    let told: Value = serde_json::from_str(&ended.output).with_context(|| ended.words.clone())?;
    let alert = told["alert_id"].as_str().context("no alert_id")?;
    Ok((alert.to_owned(), !told["saved_ms"].is_null()))
}

fn count(incidents: &[Value], alert: &str) -> usize {
    incidents.iter().filter(|incident| incident["id"] == alert).count()
}

/// A room begins and is brought two alerts, each time on a disk that refuses one write later.
fn a_room_whose_disk_says(error: &'static str) -> Result<()> {
    let mut room = in_memory(Room::open)?;
    let device = Device::of(&room)?;
    let mut brought: Vec<(Sealed, bool)> = Vec::new();
    let mut refused = 0;
    for from in 1..MOST_WRITES {
        if room.serves()? {
            room.kill()?;
        }
        let refusal = refusal(error, from, &room.folder(), &ROOMS_FILES);
        room.begin(&Around::DiskRefuses(refusal.clone()))?;
        for _ in 0..2 {
            let sealed = device.raise()?;
            // It ends with a word about its data, or answers; it proves nothing that it has not written down.
            let answer = eventually("the room answers or ends", || {
                if !room.serves()? {
                    return Ok(Some(None));
                }
                Ok(device.offer(&sealed).map(Some))
            })?;
            let proven = answer.is_some_and(|(_, proven)| proven);
            match answer {
                None => ensure!(room.words().contains("--data"), "it ended without a word: {}", room.words()),
                Some((status, proven)) => ensure!(proven || status == 503, "{status} without a receipt"),
            }
            refused += u32::from(!proven);
            brought.push((sealed, proven));
        }
        if room.serves()? {
            room.kill()?;
        }
        let incidents = room.incidents()?;
        for (sealed, _) in brought.iter().filter(|(_, proven)| *proven) {
            let found = count(&incidents, &sealed.alert);
            ensure!(found == 1, "{error} from write {from} on: {found} incidents for a proven alert");
        }
        if refusal.count() == 0 {
            ensure!(refused > 0, "nothing was refused: is strace there?");
            room.serve()?;
            let again = brought.iter().all(|(sealed, _)| device.bring_by_https(sealed));
            ensure!(again, "a room whose disk works again does not take everything");
            ensure!(room.incidents()?.len() == brought.len(), "something is lost or doubled");
            eprintln!("{error} from each of {} writes of the room on, {refused} alerts refused", from - 1);
            return room.verify_log();
        }
    }
    anyhow::bail!("it never stops writing")
}

#[test]
fn wherever_the_phones_disk_fills_up_the_alarm_arrives_and_she_is_told_what_is_not_saved() -> Result<()> {
    a_phone_whose_disk_says("ENOSPC")
}

#[test]
fn wherever_the_phones_disk_breaks_the_alarm_arrives_and_she_is_told_what_is_not_saved() -> Result<()> {
    a_phone_whose_disk_says("EIO")
}

#[test]
fn wherever_the_rooms_disk_fills_up_it_proves_only_what_it_has_and_takes_the_rest_again() -> Result<()> {
    a_room_whose_disk_says("ENOSPC")
}

#[test]
fn wherever_the_rooms_disk_breaks_it_proves_only_what_it_has_and_takes_the_rest_again() -> Result<()> {
    a_room_whose_disk_says("EIO")
}

/// Whether this system lets us make a read-only file system of our own.
fn can_be_read_only(folder: &Path) -> Result<bool> {
    let probe = Ended::of(&Around::ReadOnly(folder.to_owned()), &PathBuf::from("true"), [""; 0])?;
    if !probe.status.success() {
        eprintln!("passed over: no read-only file system can be made here: {}", probe.words.trim());
    }
    Ok(probe.status.success())
}

#[test]
fn on_a_read_only_file_system_the_alarm_goes_from_memory_and_the_room_refuses_to_serve() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    if !can_be_read_only(&phone.folder())? {
        return Ok(());
    }
    let ended = phone.raise_with(&Around::ReadOnly(phone.folder()), &Persona::AYESHA)?;
    let (alert, saved) = told(&ended)?;
    ensure!(!saved && ended.words.contains("NOT"), "{}", ended.words);
    room.incident_of(&alert)?;

    let told = phone.raise(&Persona::AYESHA)?.alert;
    phone.try_to(&Around::ReadOnly(phone.folder()), &["run", "--until-settled", "--timeout", "30"])?;
    room.incident_of(&told).context("what was saved before is brought from a read-only file system too")?;

    room.stop()?;
    room.begin(&Around::ReadOnly(room.folder()))?;
    eventually("the room ends", || Ok((!room.serves()?).then_some(())))?;
    ensure!(room.words().contains("--data"), "it ended without a word: {}", room.words());
    room.serve()?;
    phone.run_until_settled()?;
    room.verify_log()
}
