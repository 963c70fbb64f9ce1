//! The tap: durable first, never delayed, never behind an older one.

use std::net::TcpListener;
use std::time::Duration;

use anyhow::{Result, ensure};
use hifazat_testkit::{
    Around, Chaos, Fate, Odds, Persona, Phone, Room, Site, eventually, eventually_within, free_port,
};
use hifazat_tests::{Step, steps};

#[test]
fn a_tap_is_durable_before_it_is_confirmed() -> Result<()> {
    let room = Room::made(Site::default())?;
    let phone = Phone::of(&room)?;
    let logs = tempfile::tempdir()?;
    let log = logs.path().join("raise");
    phone.raise_with(&Around::Traced(log.clone()), &Persona::AYESHA)?.success()?;

    // Between the last write of the outbox and the word, there is a sync of what was written.
    let mut unsynced = None;
    let mut syncs = 0;
    for step in steps(&log)? {
        match step {
            Step::Write { path, .. } if path.to_string_lossy().contains("-wal") => unsynced = Some(path),
            Step::Sync { path } => {
                syncs += 1;
                unsynced = unsynced.filter(|written| *written != path);
            }
            Step::Said(words) if words.contains("alert_id") => {
                ensure!(syncs > 0, "nothing was synced before the word");
                ensure!(unsynced.is_none(), "{unsynced:?} was not synced before the word");
                return Ok(());
            }
            Step::Write { .. } | Step::Truncate { .. } | Step::Remove { .. } | Step::Said(_) => {}
        }
    }
    anyhow::bail!("it said no word")
}

#[test]
fn location_never_delays_the_tap() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    // A positioning service that takes the call and never says a word.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let gpsd = silent.local_addr()?.to_string();
    let told: serde_json::Value = serde_json::from_str(&phone.ask(&["--gpsd", &gpsd, "raise"])?)?;
    ensure!(told["saved_ms"].as_f64().is_some_and(|ms| ms < 1_000.0), "{told:#}");
    phone.run_until_settled()?;
    let incidents = room.incidents()?;
    assert_eq!(incidents.len(), 1);
    assert!(incidents[0]["place"].is_null(), "an unknown place is none: {:#}", incidents[0]["place"]);
    Ok(())
}

#[test]
fn an_old_entry_never_blocks_a_new_alert() -> Result<()> {
    let port = free_port()?;
    let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
    room.serve()?;
    // The old alert's request hangs in the network for longer than anybody waits.
    let chaos = Chaos::before(&room, port, 8, Odds::always(Fate::Delay(600_000)))?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let old = phone.raise(&Persona::BUSHRA)?.alert;
    eventually("the old alert is on its way", || {
        Ok((chaos.count(Fate::Delay(600_000), "/v1/envelopes") > 0).then_some(()))
    })?;
    chaos.set(Odds::always(Fate::Pass));
    let new = phone.raise(&Persona::AYESHA)?.alert;
    eventually_within(Duration::from_secs(10), "the new alert is stored", || {
        Ok(phone.status()?.stages(&new).contains(&"stored".to_owned()).then_some(()))
    })?;
    phone.until_stage(&old, "stored")?;
    drop(running);
    Ok(())
}

#[test]
fn there_is_no_retry_limit() -> Result<()> {
    let port = free_port()?;
    let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
    room.serve()?;
    let chaos = Chaos::before(&room, port, 9, Odds::always(Fate::DropRequest))?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    // Each run is an impatient life of the phone: many attempts, none remembered as the last.
    for lives in 1..=12 {
        let running = phone.begin_run(&Around::Nothing)?;
        eventually(&format!("attempt in life {lives}"), || {
            Ok((chaos.count(Fate::DropRequest, "/v1/envelopes") >= lives).then_some(()))
        })?;
        drop(running);
    }
    assert!(phone.status()?.pending(&alert) >= Some(1));
    chaos.set(Odds::always(Fate::Pass));
    let running = phone.begin_run(&Around::Nothing)?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    Ok(())
}
