//! Receipts as texts: to her who chose that, and to nobody else.

use anyhow::{Context, Result};
use hifazat_protocol::{Stage, receipt_in_text, verify_text};
use hifazat_testkit::{Handover, Kannel, Smsc};
use serde_json::json;

use crate::carrier::{Carrier, HER_DIGITS, HER_NUMBER, there};
use crate::scene::Scene;
use crate::writer::Text;

/// `ESME_RTHROTTLED`
const THROTTLED: u32 = 0x58;

/// What a text from the room says, if it is a receipt of this alert.
fn stage_of(scene: &Scene, alert: &Text, words: &str) -> Result<Stage> {
    let bytes = receipt_in_text(words).with_context(|| format!("no receipt: {words}"))?;
    let sent = [alert.sent.clone()];
    Ok(verify_text(&bytes, alert.alert, &scene.bundle.receipt_keys, &sent)?.stage)
}

#[test]
fn her_receipts_come_as_texts_when_she_chose_that() -> Result<()> {
    if !there(Smsc::obstacle())? {
        return Ok(());
    }
    let mut smsc = Smsc::open()?;
    let scene = Scene::open(Carrier::options(&smsc)?)?;
    smsc.until_bound()?;
    let unasked = scene.ayesha.alert(&scene.bundle, 0, false)?;
    smsc.bring(&unasked.words)?;
    // An SMSC that is asked too fast is asked again.
    smsc.refuse(THROTTLED, 2)?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, true)?;
    smsc.bring(&alert.words)?;
    let told = smsc.submitted(1)?;
    assert_eq!(told[0]["destination_addr"], HER_DIGITS);
    assert_eq!((&told[0]["dest_addr_ton"], &told[0]["source_addr_ton"]), (&1.into(), &3.into()));
    assert_eq!((&told[0]["source_addr"], &told[0]["esm_class"]), (&"8014".into(), &0.into()));
    let words = told[0]["text"].as_str().context("no text")?;
    assert!(words.len() <= 160);
    assert_eq!(stage_of(&scene, &alert, words)?, Stage::Stored);

    let seat = scene.room.seat("seat-1", "operator")?;
    let id = alert.alert.to_string();
    seat.act(&id, "accept", json!({}))?;
    let told = smsc.submitted(2)?;
    assert_eq!(stage_of(&scene, &alert, told[1]["text"].as_str().context("no text")?)?, Stage::Seen);

    // What she has been told is not told again when her text comes again, nor when her alert changes in another way.
    smsc.bring(&alert.words)?;
    let copy = scene.ayesha.signed_copy(&scene.bundle, alert.alert)?;
    assert_eq!(scene.room.knock("POST", "/v1/envelopes", &copy)?.status, 200);
    let third = scene.ayesha.alert(&scene.bundle, 0, true)?;
    smsc.bring(&third.words)?;
    let told = smsc.submitted(3)?;
    assert_eq!(told.len(), 3, "{told:?}");
    assert_eq!(stage_of(&scene, &third, told[2]["text"].as_str().context("no text")?)?, Stage::Stored);
    Ok(())
}

#[test]
fn a_receipt_that_found_no_smsc_goes_when_there_is_one() -> Result<()> {
    if !there(Smsc::obstacle())? || !there(Kannel::obstacle())? {
        return Ok(());
    }
    // Texts come by Kannel, and go by an SMSC that is away.
    let mut kannel = Kannel::open(Handover::Get)?;
    let mut smsc = Smsc::open()?;
    smsc.kill()?;
    let options = [Carrier::options(&kannel)?, Carrier::options(&smsc)?].concat();
    let scene = Scene::open(options)?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, true)?;
    kannel.bring(&alert.words)?;
    scene.only_incident(alert.alert)?;
    smsc.start()?;
    let told = smsc.submitted(1)?;
    assert_eq!(stage_of(&scene, &alert, told[0]["text"].as_str().context("no text")?)?, Stage::Stored);
    Ok(())
}

#[test]
fn a_closing_word_that_found_no_smsc_goes_after_the_rooms_next_start() -> Result<()> {
    if !there(Smsc::obstacle())? {
        return Ok(());
    }
    let mut smsc = Smsc::open()?;
    let mut scene = Scene::open(Carrier::options(&smsc)?)?;
    smsc.until_bound()?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, true)?;
    smsc.bring(&alert.words)?;
    smsc.submitted(1)?;
    smsc.kill()?;
    let (seat, id) = (scene.room.seat("seat-1", "operator")?, alert.alert.to_string());
    seat.act(&id, "accept", json!({}))?;
    seat.act(&id, "close", json!({ "disposition": "arrived_safe", "note": "" }))?;
    scene.room.kill()?;
    smsc.start()?;
    scene.room.serve()?;
    let told = smsc.submitted(1)?;
    assert_eq!(stage_of(&scene, &alert, told[0]["text"].as_str().context("no text")?)?, Stage::Closed);
    Ok(())
}

#[test]
fn kannel_takes_her_receipts_to_her_phone() -> Result<()> {
    if !there(Kannel::obstacle())? {
        return Ok(());
    }
    let mut kannel = Kannel::open(Handover::Get)?;
    let scene = Scene::open(Carrier::options(&kannel)?)?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, true)?;
    kannel.bring(&alert.words)?;
    // fakesmsc writes down what it gets: the numbers, the kind, the words.
    let got = kannel.until_phone_got(&format!("8014 {HER_NUMBER} text "))?;
    let words = got.rsplit_once(" text ").and_then(|(_, rest)| rest.split(['>', '\n']).next()).context("no words")?;
    assert_eq!(stage_of(&scene, &alert, words)?, Stage::Stored);
    Ok(())
}
