//! The desk's words on their way to her, where only one kind of packet passes.

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Room, free_port};
use serde_json::json;

/// A room at which nobody answers to the one kind of packet or the other, and a phone that it knows.
fn known_phone(room: &Room, https_port: u16, datagram_port: u16) -> Result<Phone> {
    let phone = Phone::of(room)?;
    phone.ask(&["drill"])?;
    let (url, port) = (format!("https://127.0.0.1:{https_port}"), datagram_port.to_string());
    room.ask(&["bundle", "sign", "--public-url", &url, "--datagram-port", &port])?;
    phone.take_bundle(&room.bundle()?)?;
    Ok(phone)
}

/// She raises, the desk acts, and she sees each word.
fn she_sees_every_word(room: &Room, phone: &Phone) -> Result<()> {
    let nadia = room.seat("nadia", "operator")?;
    let _running = phone.begin_run(&Around::Nothing)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.until_stage(&alert, "opened")?;
    let acts = [
        ("accept", json!({}), "seen"),
        ("dispatch", json!({ "unit": "Liberty 4", "eta_min": 6 }), "dispatched"),
        ("arrive", json!({}), "arrived"),
        ("close", json!({ "disposition": "arrived_safe", "note": "she is with her sister" }), "closed"),
    ];
    for (act, body, stage) in acts {
        nadia.act(&alert, act, body)?;
        phone.until_stage(&alert, stage)?;
    }
    assert_eq!(phone.status()?.receipts_dropped(), 0, "{}", phone.words());
    Ok(())
}

#[test]
fn where_only_datagrams_pass_she_sees_what_the_desk_does() -> Result<()> {
    let room = Room::open()?;
    let phone = known_phone(&room, free_port()?, room.phones_port())?;
    she_sees_every_word(&room, &phone)
}

#[test]
fn where_no_datagram_passes_she_sees_it_too() -> Result<()> {
    let room = Room::open()?;
    let phone = known_phone(&room, room.phones_port(), free_port()?)?;
    she_sees_every_word(&room, &phone)
}
