//! Recordings by way of Kotlin: sealed when it is answered, heard in the room.

use anyhow::{Context, Result};
use hifazat_testkit::{Machine, Persona, Phone, Room, eventually};
use serde_json::{Value, json};

use crate::phone::{alert, folder, is_possible, machine, opened};

const LENGTH: usize = 120_000;

/// What Drive.kt gives for a recording of so many bytes.
fn sound(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(length).collect()
}

/// A phone of this room on which she has chosen that a clip is recorded.
pub(crate) fn recording(room: &Room) -> Result<Phone> {
    let phone = Phone::of(room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    phone.ask(&["clip", "record", "on"])?;
    Ok(phone)
}

fn offer(kotlin: &Machine, alert: &str, length: &str, media: &str) -> Result<Value> {
    kotlin.ask(&["clip", alert, length, "1750000000000", media])
}

/// Nobody has the sound in the clear on the disk.
fn is_sealed(phone: &Phone) -> Result<bool> {
    let clear = sound(64);
    for file in std::fs::read_dir(phone.folder())? {
        let path = file?.path();
        if path.is_file() && std::fs::read(&path)?.windows(clear.len()).any(|window| window == clear) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The seat that holds the incident waits for the clip and hears it.
pub(crate) fn heard(room: &Room, alert: &str) -> Result<(Option<String>, Vec<u8>)> {
    room.incident_of(alert)?;
    let nadia = room.seat("nadia", "operator")?;
    nadia.act(alert, "accept", json!({}))?;
    let clip = eventually("the clip is here", || {
        let clip = nadia.incident(alert)?["clips"][0].clone();
        Ok((clip["here"] == true).then_some(clip))
    })?;
    let digest = clip["digest"].as_str().context("a clip without a digest")?;
    let answer = nadia.get(&format!("/api/incidents/{alert}/clips/{digest}"))?;
    assert_eq!(answer.status, 200);
    Ok((answer.header("content-type").map(str::to_owned), answer.body))
}

#[test]
fn a_clip_is_sealed_when_kotlin_is_answered_and_the_next_process_brings_it_to_the_room() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let mut room = Room::open()?;
    let phone = recording(&room)?;
    let mut kotlin = opened(&phone)?;
    assert_eq!(kotlin.ask(&["status"])?["record"], json!(null), "nothing is recorded before there is an alarm");
    let id = alert(&kotlin.ask(&["raise", "widget"])?)?;
    assert_eq!(kotlin.ask(&["status"])?["record"], json!(id));
    room.incident_of(&id)?;
    room.stop()?;
    assert_eq!(offer(&kotlin, &id, &LENGTH.to_string(), "audio/aac")?, json!({ "done": true }));
    assert_eq!(kotlin.ask(&["status"])?["record"], json!(null), "one is enough");
    kotlin.kill()?;
    assert!(is_sealed(&phone)?);

    room.serve()?;
    let kotlin = machine(&phone)?;
    kotlin.ask(&["open", &folder(&phone)])?;
    assert_eq!(kotlin.ask(&["finish", "60000"])?, json!({ "settled": true }));
    let (media, bytes) = heard(&room, &id)?;
    assert_eq!((media.as_deref(), bytes.len()), (Some("audio/aac"), LENGTH));
    assert!(bytes == sound(LENGTH), "what is heard was not recorded");
    Ok(())
}

#[test]
fn a_clip_that_cannot_be_taken_says_why_and_a_good_one_still_can() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = recording(&room)?;
    let kotlin = opened(&phone)?;
    let id = alert(&kotlin.ask(&["raise", "tile"])?)?;
    let none = "0".repeat(32);
    for (alert, length, media, code) in [
        ("(null)", "10", "audio/aac", "null"),
        (&*id, "(null)", "audio/aac", "null"),
        (&*id, "10", "(null)", "null"),
        (&*id, "10", "(half a character)", "bad_text"),
        ("none", "10", "audio/aac", "bad_alert_id"),
        (&*none, "10", "audio/aac", "unknown_alert"),
        (&*id, "10", "video/mp4", "bad_media"),
        (&*id, "0", "audio/aac", "clip_bad_length"),
        (&*id, "150001", "audio/aac", "clip_bad_length"),
        (&*id, "67108864", "audio/aac", "clip_bad_length"),
    ] {
        let answer = offer(&kotlin, alert, length, media)?;
        assert_eq!(answer["error"]["code"], code, "{alert} {length} {media}: {answer}");
        assert_eq!(kotlin.ask(&["status"])?["record"], json!(id), "one is still wanted");
    }
    let drill = alert(&kotlin.ask(&["drill", "tile"])?)?;
    assert_eq!(offer(&kotlin, &drill, "10", "audio/aac")?["error"]["code"], "unknown_alert", "a drill records nothing");

    assert_eq!(offer(&kotlin, &id, "150000", "audio/mp4")?, json!({ "done": true }));
    let (media, bytes) = heard(&room, &id)?;
    assert_eq!((media.as_deref(), bytes == sound(150_000)), (Some("audio/mp4"), true));
    assert!(!kotlin.words().contains("WARNING"), "the machine finds fault: {}", kotlin.words());
    Ok(())
}

#[test]
fn nothing_is_taken_from_who_has_chosen_no_recording() -> Result<()> {
    if !is_possible()? {
        return Ok(());
    }
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let kotlin = opened(&phone)?;
    let id = alert(&kotlin.ask(&["raise", "widget"])?)?;
    assert_eq!(kotlin.ask(&["status"])?["record"], json!(null));
    assert_eq!(offer(&kotlin, &id, "10", "audio/aac")?["error"]["code"], "clip_not_chosen");
    room.incident_of(&id)?;
    assert_eq!(room.seat("nadia", "operator")?.incident(&id)?["clips"], json!([]));
    Ok(())
}
