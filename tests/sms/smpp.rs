//! What is SMPP's own: how it spells texts, what else it carries, and how a connection ends and begins again.

use anyhow::Result;
use hifazat_testkit::{Around, Smsc};
use serde_json::{Value, json};

use crate::carrier::{Carrier, HER_DIGITS, OUR_NUMBER, there};
use crate::scene::Scene;

/// `ESME_RX_T_APPN`
const TEMPORARY: u64 = 0x64;
/// So long may a file of a room grow whose disk is full.
const FULL_BYTES: u64 = 512_000;
/// More alerts than fit into that.
const ENOUGH: usize = 2_000;

fn scene() -> Result<Option<(Smsc, Scene)>> {
    if !there(Smsc::obstacle())? {
        return Ok(None);
    }
    let smsc = Smsc::open()?;
    let scene = Scene::open(smsc.options()?)?;
    smsc.until_bound()?;
    Ok(Some((smsc, scene)))
}

fn message(more: Value) -> Value {
    let mut message = json!({ "from": HER_DIGITS, "to": OUR_NUMBER });
    if let (Some(message), Value::Object(more)) = (message.as_object_mut(), more) {
        message.extend(more);
    }
    message
}

fn hex(bytes: impl IntoIterator<Item = u8>) -> String {
    bytes.into_iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_text_is_read_in_every_alphabet_that_an_smsc_may_hand_it_in() -> Result<()> {
    let Some((smsc, scene)) = scene()? else { return Ok(()) };
    let gsm = |words: &str| hex(words.bytes().map(|byte| if byte == b'_' { 0x11 } else { byte }));
    let utf16 = |words: &str| hex(words.encode_utf16().flat_map(u16::to_be_bytes));
    // The forms below are told apart by their `_` alone.
    let mut with_an_underscore = Vec::new();
    while with_an_underscore.len() < 6 {
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        if alert.words.contains('_') {
            with_an_underscore.push(alert.words);
        }
    }
    let [a, b, c, d, e, f] = &with_an_underscore[..] else { unreachable!() };
    for form in [
        json!({ "hex": gsm(a), "data_coding": 0 }),
        json!({ "hex": hex(b.bytes()), "data_coding": 0 }),
        json!({ "hex": hex(c.bytes()), "data_coding": 3 }),
        // Twice as many octets: too long for the field of a short message.
        json!({ "hex": "", "data_coding": 8, "message_payload": utf16(d) }),
        json!({ "hex": "", "data_coding": 0, "message_payload": gsm(e) }),
        json!({ "hex": format!("0605040b8423f0{}", gsm(f)), "data_coding": 0, "esm_class": 0x40 }),
    ] {
        assert_eq!(smsc.deliver(&message(form))?, 0);
    }
    let incidents = scene.room.incidents()?;
    assert_eq!(incidents.len(), 6);
    assert!(incidents.iter().all(|incident| incident["trust"] == "known"), "{incidents:?}");
    Ok(())
}

#[test]
fn parts_of_long_texts_and_delivery_reports_are_acknowledged_and_are_no_alerts() -> Result<()> {
    let Some((smsc, scene)) = scene()? else { return Ok(()) };
    let words = scene.ayesha.alert(&scene.bundle, 0, false)?.words;
    let report = "id:m1 sub:001 dlvrd:001 submit date:2611261000 done date:2611261000 stat:DELIVRD err:000 text:";
    for no_alert in [
        json!({ "hex": format!("0500032a0201{}", hex(words.bytes())), "esm_class": 0x40 }),
        json!({ "text": words, "sar_msg_ref_num": 7, "sar_total_segments": 2, "sar_segment_seqnum": 1 }),
        json!({ "text": report, "esm_class": 0x04 }),
        json!({ "text": words, "esm_class": 0x04 }),
    ] {
        assert_eq!(smsc.deliver(&message(no_alert))?, 0);
    }
    assert_eq!((scene.texts("part")?, scene.texts("delivery_report")?), (2, 2));
    assert!(scene.room.incidents()?.is_empty());
    Ok(())
}

#[test]
fn a_text_is_acknowledged_only_when_it_is_written_down() -> Result<()> {
    let Some((mut smsc, mut scene)) = scene()? else { return Ok(()) };
    scene.room.stop()?;
    scene.room.begin(&Around::FilesNoLongerThan(FULL_BYTES))?;
    smsc.until_bound()?;
    let mut acknowledged = 0;
    let refused = loop {
        let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
        match smsc.deliver(&message(json!({ "text": alert.words })))? {
            0 if acknowledged < ENOUGH => acknowledged += 1,
            status => {
                assert_eq!(status, TEMPORARY);
                break alert;
            }
        }
    };
    scene.room.kill()?;
    scene.room.serve()?;
    assert_eq!(scene.room.incidents()?.len(), acknowledged);
    smsc.bring(&refused.words)?;
    scene.room.incident_of(&refused.alert.to_string())?;
    Ok(())
}

#[test]
fn an_smsc_that_was_killed_is_bound_to_again_when_it_is_back() -> Result<()> {
    let Some((mut smsc, scene)) = scene()? else { return Ok(()) };
    smsc.kill()?;
    smsc.start()?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
    smsc.bring(&alert.words)?;
    scene.only_incident(alert.alert)?;
    smsc.unbind()?;
    let second = scene.ayesha.alert(&scene.bundle, 0, false)?;
    smsc.bring(&second.words)?;
    scene.room.incident_of(&second.alert.to_string())?;
    let words = scene.room.words();
    assert!(words.contains("bound to the SMSC") && words.contains("took leave"), "{words}");
    Ok(())
}

#[test]
fn a_room_that_was_killed_gets_what_the_smsc_has_kept() -> Result<()> {
    let Some((mut smsc, mut scene)) = scene()? else { return Ok(()) };
    scene.room.kill()?;
    let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
    scene.room.serve()?;
    smsc.bring(&alert.words)?;
    scene.only_incident(alert.alert)?;
    Ok(())
}

#[test]
fn a_wrong_password_is_said_and_tried_again() -> Result<()> {
    if !there(Smsc::obstacle())? {
        return Ok(());
    }
    let smsc = Smsc::open()?;
    let mut options = smsc.options()?;
    let wrong = tempfile::NamedTempFile::new()?;
    std::fs::write(wrong.path(), "guessed")?;
    options[3] = wrong.path().display().to_string();
    let scene = Scene::open(options)?;
    hifazat_testkit::eventually("the refusal is said", || {
        let words = scene.room.words();
        Ok(words.contains("refuses the system id or the password").then_some(()))
    })?;
    assert!(scene.room.page("/metrics")?.contains("hifazat_smpp_bound 0"));
    assert!(!scene.room.words().contains("guessed"));
    Ok(())
}

#[test]
fn a_message_that_is_not_as_it_should_be_holds_up_nobody() -> Result<()> {
    let Some((mut smsc, scene)) = scene()? else { return Ok(()) };
    let alert = scene.ayesha.alert(&scene.bundle, 0, false)?;
    // Any network may write such things, and would bring them again for ever: they must neither end the connection nor
    // take what they hold with them.
    smsc.bring(&scene.ayesha.alert(&scene.bundle, 0, false)?.words)?;
    for odd in [
        json!({ "source_addr": "Jaz\u{e9} \u{6cc}", "text": alert.words }),
        json!({ "schedule_delivery_time": "soon", "text": alert.words }),
        json!({ "service_type": "TOOLONG", "text": alert.words }),
    ] {
        assert_eq!(smsc.deliver(&message(odd.clone()))?, 0, "{odd}");
    }
    assert!(!scene.room.words().contains("no connection to the SMSC"), "{}", scene.room.words());
    scene.room.incident_of(&alert.alert.to_string())?;
    assert_eq!(scene.room.incidents()?.len(), 2);
    Ok(())
}
