//! kill -9 of phone and room, at every sync to disk and at random moments.
//!
//! The kernel kills the program as it asks for its n-th sync. For a program that dies while the machine lives, that is
//! the same as right after the sync before it: all that was written in between is there. (What a power loss takes is
//! another test's matter.) n grows until the program gets through.

use std::time::Duration;

use anyhow::{Result, ensure};
use hifazat_testkit::{Around, Persona, Phone, Random, Room, eventually, pause};
use hifazat_tests::all_is_well;

/// More syncs than any one command here makes.
const MOST_SYNCS: u32 = 60;

#[test]
fn a_phone_killed_while_it_raises_loses_no_alert_it_called_saved() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let mut said = Vec::new();
    let mut got_through = false;
    for when in 1..MOST_SYNCS {
        let ended = phone.raise_with(&Around::KilledAtSync(when), &Persona::AYESHA)?;
        if let Some(line) = ended.output.lines().next() {
            let told: serde_json::Value = serde_json::from_str(line)?;
            said.push(told["alert_id"].as_str().unwrap_or_default().to_owned());
        }
        if !ended.was_killed() {
            ended.success()?;
            ensure!(when > 1, "no sync to be killed at: is strace there?");
            got_through = true;
            break;
        }
    }
    ensure!(got_through, "never got through");
    all_is_well(&room, &phone, &said)
}

#[test]
fn a_phone_killed_while_it_delivers_makes_one_incident_and_goes_on_by_itself() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let mut said = Vec::new();
    for when in 1..MOST_SYNCS {
        said.push(phone.raise(&Persona::AYESHA)?.alert);
        let run = ["run", "--until-settled", "--timeout", "60"];
        let ended = phone.try_to(&Around::KilledAtSync(when), &run)?;
        if !ended.was_killed() {
            ended.success()?;
            return all_is_well(&room, &phone, &said);
        }
    }
    anyhow::bail!("never got through")
}

#[test]
fn a_room_killed_at_any_sync_keeps_what_it_receipted_and_takes_the_rest_again() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    let mut said = Vec::new();
    for when in 1..MOST_SYNCS {
        if room.serves()? {
            room.stop()?;
        }
        room.begin(&Around::KilledAtSync(when))?;
        said.push(phone.raise(&Persona::AYESHA)?.alert);
        let running = phone.begin_run(&Around::Nothing)?;
        // Either it dies on its way, or it lives to receipt the alert.
        let survived = eventually("the room dies or receipts", || {
            if !room.serves()? {
                return Ok(Some(false));
            }
            let stages = phone.status()?.stages(said.last().map_or("", String::as_str));
            Ok(stages.contains(&"opened".to_owned()).then_some(true))
        })?;
        drop(running);
        if survived {
            ensure!(when > 1, "no sync to be killed at: is strace there?");
            break;
        }
    }
    if room.serves()? {
        room.stop()?;
    }
    room.serve()?;
    all_is_well(&room, &phone, &said)
}

#[test]
fn phone_and_room_killed_at_random_moments_end_with_one_incident_for_each_alert() -> Result<()> {
    for seed in [11, 12, 13] {
        let mut random = Random::seeded(seed);
        let mut room = Room::open()?;
        let phone = Phone::of(&room)?;
        let mut said = Vec::new();
        for _ in 0..6 {
            let mut running = phone.begin_run(&Around::Nothing)?;
            said.push(phone.raise(&Persona::BUSHRA)?.alert);
            pause(Duration::from_millis(random.below(120)));
            if random.below(2) == 0 {
                running.kill()?;
            }
            if random.below(2) == 0 {
                room.kill()?;
                room.serve()?;
            }
        }
        all_is_well(&room, &phone, &said).map_err(|error| error.context(format!("seed {seed}")))?;
    }
    Ok(())
}
