//! A network that drops, doubles, delays, turns round, breaks off and lies.

use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_testkit::{Around, Chaos, Fate, Odds, Persona, Phone, Room, Site, eventually, free_port, pause};

/// A room, and the only way to it.
fn room_behind(seed: u64, odds: Odds) -> Result<(Room, Chaos)> {
    let port = free_port()?;
    let mut room = Room::made(Site { behind_port: Some(port), ..Site::default() })?;
    room.serve()?;
    let chaos = Chaos::before(&room, port, seed, odds)?;
    Ok((room, chaos))
}

/// Waits until so many requests of a kind met this fate: the phone has tried, and again.
fn until_tried(chaos: &Chaos, fate: Fate, times: usize) -> Result<()> {
    eventually(&format!("{times} × {fate:?}"), || Ok((chaos.count(fate, "/v1/envelopes") >= times).then_some(())))
}

#[test]
fn through_a_rough_network_every_alert_arrives_once_and_is_proven() -> Result<()> {
    for seed in [1, 2, 3] {
        let (room, chaos) = room_behind(seed, Odds::rough())?;
        let phone = Phone::of(&room)?;
        let running = phone.begin_run(&Around::Nothing)?;
        let raised = (0..5).map(|_| phone.raise(&Persona::AYESHA)).collect::<Result<Vec<_>>>()?;
        for alert in &raised {
            phone
                .until_stage(&alert.alert, "opened")
                .with_context(|| format!("seed {seed}, what the network did: {:#?}", chaos.decisions()))?;
        }
        drop(running);
        assert_eq!(room.incidents()?.len(), raised.len(), "seed {seed}: {:#?}", chaos.decisions());
        room.verify_log()?;
    }
    Ok(())
}

#[test]
fn a_captive_portal_that_says_200_to_everything_settles_nothing() -> Result<()> {
    let (room, chaos) = room_behind(4, Odds::always(Fate::Portal))?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    until_tried(&chaos, Fate::Portal, 2)?;
    let status = phone.status()?;
    assert_eq!(status.stages(&alert), ["saved"]);
    assert!(status.pending(&alert) >= Some(1));
    assert!(room.incidents()?.is_empty());

    chaos.set(Odds::always(Fate::Pass));
    phone.until_stage(&alert, "opened")?;
    drop(running);
    Ok(())
}

#[test]
fn when_only_the_answers_are_lost_the_room_has_it_once_and_she_is_told_nothing_untrue() -> Result<()> {
    let (room, chaos) = room_behind(5, Odds::always(Fate::DropAnswer))?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    room.incident_of(&alert)?;
    until_tried(&chaos, Fate::DropAnswer, 2)?;
    assert_eq!(phone.status()?.stages(&alert), ["saved"]);

    chaos.set(Odds::always(Fate::Pass));
    phone.until_stage(&alert, "opened")?;
    drop(running);
    assert_eq!(room.incidents()?.len(), 1);
    room.verify_log()
}

#[test]
fn half_an_answer_is_no_answer() -> Result<()> {
    let (room, chaos) = room_behind(6, Odds::always(Fate::HalfAnswer))?;
    let phone = Phone::of(&room)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    until_tried(&chaos, Fate::HalfAnswer, 2)?;
    assert_eq!(phone.status()?.stages(&alert), ["saved"]);
    chaos.set(Odds::always(Fate::Pass));
    phone.until_stage(&alert, "opened")?;
    drop(running);
    assert_eq!(room.incidents()?.len(), 1);
    Ok(())
}

#[test]
fn with_no_room_at_all_the_alert_waits_and_goes_out_when_there_is_one() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    room.stop()?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    pause(Duration::from_secs(3));
    assert_eq!(phone.status()?.stages(&alert), ["saved"]);
    room.serve()?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    Ok(())
}
