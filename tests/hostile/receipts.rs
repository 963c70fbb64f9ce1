//! Receipts that are none of this alert's: brought by both ways, from somebody with the room's own certificate, and true
//! in all but one thing.

use std::sync::Arc;

use anyhow::{Context, Result};
use hifazat_protocol::{
    KeyId, Receipt, ReceiptKey, SealedEnvelope, Sequence, Stage, Status, UnixMillis, envelope_digest, pack_receipts,
};
use hifazat_testkit::{Around, Guise, Impostor, Persona, Phone, Room, eventually};

use crate::overheard::{back, brought, overheard};
use crate::sender::Sender;

/// She raises an alert while somebody who has the room's place brings these receipts for it; it settles only with the room.
fn settles_nothing(
    mut room: Room,
    phone: &Phone,
    lie: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static,
) -> Result<String> {
    let guise = Guise::lying(&room, lie)?;
    room.stop()?;
    let liar = Impostor::at(room.phones_port(), guise)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    eventually("it was lied to by both ways, and again", || {
        let (asked, sent) = brought(&liar, &alert);
        Ok((asked >= 2 && sent >= 2).then_some(()))
    })?;
    let status = phone.status()?;
    assert_eq!((status.stages(&alert), status.pending(&alert)), (vec!["saved".to_owned()], Some(1)));

    drop(liar);
    back(&mut room)?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    assert!(phone.status()?.receipts_dropped() > 0, "a lie is counted");
    Ok(alert)
}

/// What the room says of an alert that somebody brings.
fn told_of(room: &Room, envelope: &[u8]) -> Result<Vec<u8>> {
    let answer = room.knock("POST", "/v1/envelopes", envelope)?;
    assert_eq!(answer.status, 200);
    Ok(answer.body)
}

#[test]
fn a_receipt_that_somebody_else_signed_settles_nothing() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let key_id: KeyId = Sender::to(&room, 71)?.trust.receipt_keys.first().context("a receipt key")?.id;
    let forger = ReceiptKey::from_seed(key_id, [66; 32]);
    settles_nothing(room, &phone, move |envelope| {
        let Ok(parsed) = SealedEnvelope::parse(envelope.to_vec()) else { return Vec::new() };
        let forged = Receipt {
            alert: parsed.header().alert,
            stage: Stage::Stored,
            sequence: Sequence::RAISE,
            at: UnixMillis(1_790_000_000_000),
            status: None,
            desk: None,
            unit: None,
            eta_s: None,
            previous: None,
            envelope: Some(envelope_digest(envelope)),
        };
        pack_receipts(&[forged.sign(&forger)])
    })
    .map(drop)
}

#[test]
fn a_true_receipt_of_another_room_for_these_very_bytes_settles_nothing() -> Result<()> {
    let (room, foreign) = (Room::open()?, Room::open()?);
    let phone = Phone::of(&room)?;
    let foreign = Arc::new(foreign);
    let asked = Arc::clone(&foreign);
    let alert = settles_nothing(room, &phone, move |envelope| {
        // The other room cannot open it, keeps it, and says so, signed: to phones of its own that would be a proof.
        let asked = Arc::clone(&asked);
        let envelope = envelope.to_vec();
        let told = std::thread::spawn(move || told_of(&asked, &envelope));
        told.join().ok().and_then(Result::ok).unwrap_or_default()
    })?;
    foreign.incident_of(&alert).context("it was truly kept there").map(drop)
}

#[test]
fn a_true_receipt_of_another_device_settles_nothing() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let other = Sender::to(&room, 73)?;
    let told = told_of(&room, &other.raise(Status::Actual)?)?;
    settles_nothing(room, &phone, move |_| told.clone()).map(drop)
}

#[test]
fn a_true_receipt_of_her_own_earlier_alert_settles_nothing() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    let (_, earlier) = overheard(&mut room, &phone)?;
    let told = told_of(&room, &earlier)?;
    settles_nothing(room, &phone, move |_| told.clone()).map(drop)
}

#[test]
fn a_true_receipt_of_the_raise_does_not_settle_the_cancel() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    let (alert, raise) = overheard(&mut room, &phone)?;
    let told = told_of(&room, &raise)?;

    let guise = Guise::lying(&room, move |_| told.clone())?;
    room.stop()?;
    let liar = Impostor::at(room.phones_port(), guise)?;
    let running = phone.begin_run(&Around::Nothing)?;
    phone.ask(&["cancel", &alert, "--pin", Persona::CANCEL_PIN])?;
    eventually("the cancel was lied to by both ways", || {
        let (asked, sent) = brought(&liar, &alert);
        Ok((asked >= 2 && sent >= 2).then_some(()))
    })?;
    assert!(phone.status()?.pending(&alert) >= Some(1), "the cancel still waits");

    drop(liar);
    back(&mut room)?;
    eventually("the cancel has arrived", || {
        Ok(room.incident_of(&alert)?["cancelled"].as_bool().filter(|cancelled| *cancelled))
    })?;
    drop(running);
    Ok(())
}
