//! Whoever cannot prove that he is the room hears nothing, settles nothing, and costs the alert nothing but time.

use anyhow::Result;
use hifazat_testkit::{Around, Certificate, Guise, Impostor, Life, Persona, Phone, Room, Seen};
use rustls::version::TLS12;

use crate::overheard::back;

const HERE: &str = "127.0.0.1";
/// A ServerHello of TLS 1.0 with RSA and AES-128-CBC, as a proxy of 1999 would answer.
const TLS_1_0: &[u8] = &[
    0x16, 0x03, 0x01, 0x00, 0x2a, 0x02, 0x00, 0x00, 0x26, 0x03, 0x01, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0x00, 0x00, 0x2f, 0x00,
];
const PLAIN_HTTP: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.hifazat.receipts\r\ncontent-length: 0\r\n\r\n";

/// She raises an alert while somebody else stands at the room's port: everybody who calls him hangs up for this reason,
/// she is told nothing, and the alert arrives once the room is back.
fn only_the_room_is_believed(guise: impl FnOnce(&Room) -> Result<Guise>, reason: Option<&'static str>) -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    let guise = guise(&room)?;
    room.stop()?;
    let impostor = Impostor::at(room.phones_port(), guise)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    let seen = impostor.until_seen(3)?;
    assert!(seen.iter().all(|seen| *seen == Seen::Refused(reason)), "{seen:?}");
    let status = phone.status()?;
    assert_eq!((status.stages(&alert), status.pending(&alert)), (vec!["saved".to_owned()], Some(1)));

    drop(impostor);
    back(&mut room)?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    assert_eq!(room.incidents()?.len(), 1);
    Ok(())
}

#[test]
fn a_certificate_of_another_authority_is_not_believed() -> Result<()> {
    only_the_room_is_believed(|_| Guise::showing(&Certificate::of_another_authority(HERE)?), Some("UnknownCA"))
}

#[test]
fn a_certificate_of_an_authority_that_imitates_the_rooms_is_not_believed() -> Result<()> {
    only_the_room_is_believed(|_| Guise::showing(&Certificate::of_an_imitated_authority(HERE)?), Some("DecryptError"))
}

#[test]
fn an_expired_certificate_is_not_believed() -> Result<()> {
    only_the_room_is_believed(
        |room| Guise::showing(&Certificate::of_the_room(room, HERE, Life::Past)?),
        Some("CertificateExpired"),
    )
}

#[test]
fn a_certificate_that_does_not_hold_yet_is_not_believed() -> Result<()> {
    only_the_room_is_believed(
        |room| Guise::showing(&Certificate::of_the_room(room, HERE, Life::Future)?),
        Some("CertificateExpired"),
    )
}

#[test]
fn a_certificate_for_another_host_is_not_believed() -> Result<()> {
    only_the_room_is_believed(
        |room| Guise::showing(&Certificate::of_the_room(room, "room.example", Life::Now)?),
        Some("BadCertificate"),
    )
}

#[test]
fn tls_1_2_is_not_spoken_even_with_the_rooms_own_authority() -> Result<()> {
    only_the_room_is_believed(
        |room| Guise::speaking(&Certificate::of_the_room(room, HERE, Life::Now)?, &[&TLS12]),
        None,
    )
}

#[test]
fn tls_1_0_is_not_spoken() -> Result<()> {
    only_the_room_is_believed(|_| Ok(Guise::saying(TLS_1_0)), Some("ProtocolVersion"))
}

#[test]
fn plain_http_at_the_rooms_port_is_not_believed() -> Result<()> {
    only_the_room_is_believed(|_| Ok(Guise::saying(PLAIN_HTTP)), Some("DecodeError"))
}

#[test]
fn a_certificate_that_changes_in_mid_alert_is_not_believed() -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["pins", "set", "--cancel", Persona::CANCEL_PIN, "--duress", Persona::DURESS_PIN])?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.until_stage(&alert, "opened")?;

    let guise = Guise::showing(&Certificate::of_another_authority(HERE)?)?;
    room.stop()?;
    let impostor = Impostor::at(room.phones_port(), guise)?;
    phone.ask(&["cancel", &alert, "--pin", Persona::CANCEL_PIN])?;
    let seen = impostor.until_seen(2)?;
    assert!(seen.iter().all(|seen| *seen == Seen::Refused(Some("UnknownCA"))), "{seen:?}");
    assert!(phone.status()?.pending(&alert) >= Some(1), "the cancel waits");

    drop(impostor);
    back(&mut room)?;
    hifazat_testkit::eventually("the cancel has arrived", || {
        Ok(room.incident_of(&alert)?["cancelled"].as_bool().filter(|cancelled| *cancelled))
    })?;
    drop(running);
    Ok(())
}
