//! A network that answers in the room's place, with a certificate that is as good as the room's.

use anyhow::Result;
use hifazat_testkit::{Around, Guise, Impostor, Persona, Phone, Room, eventually, free_port};

use crate::overheard::{back, brought};

const PAGE: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 11\r\nconnection: close\r\n\r\n<p>Welcome!";

/// She raises an alert, the portal answers it, she is told nothing, and it arrives once the portal lets her through.
fn a_portal_settles_nothing(answer: Vec<u8>) -> Result<()> {
    let mut room = Room::open()?;
    let phone = Phone::of(&room)?;
    let guise = Guise::answering(&room, answer)?;
    room.stop()?;
    let portal = Impostor::at(room.phones_port(), guise)?;
    let running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    eventually("it was brought to the portal, and again", || Ok((brought(&portal, &alert).0 >= 2).then_some(())))?;
    let status = phone.status()?;
    assert_eq!((status.stages(&alert), status.pending(&alert)), (vec!["saved".to_owned()], Some(1)));

    drop(portal);
    back(&mut room)?;
    phone.until_stage(&alert, "opened")?;
    drop(running);
    Ok(())
}

#[test]
fn a_captive_portal_that_answers_200_with_a_page_settles_nothing() -> Result<()> {
    a_portal_settles_nothing(PAGE.to_vec())
}

#[test]
fn a_captive_portal_that_redirects_is_not_followed() -> Result<()> {
    let elsewhere = Impostor::at(free_port()?, Guise::saying(PAGE))?;
    let to = format!("https://127.0.0.1:{}/v1/envelopes", elsewhere.port());
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    a_portal_settles_nothing(answer.into_bytes())?;
    assert!(elsewhere.seen().is_empty(), "nobody went there");
    Ok(())
}
