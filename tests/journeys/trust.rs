//! Accept everything, trust nothing: whom the room does not know, and what it cannot read.

use anyhow::Result;
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, Entropy, KeyId, Message, PathKey, Raise, RoomSecretKey, SealedEnvelope,
    SeededEntropy, Sequence, Status, Trigger, UnixMillis, prepare,
};
use hifazat_testkit::{Around, Persona, Phone, Room, eventually};
use serde_json::json;

#[test]
fn a_device_the_room_has_never_met_is_taken_and_marked() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let incident = room.incident_of(&alert)?;
    assert_eq!((&incident["lane"], &incident["trust"]), (&json!("low_trust"), &json!("low")));
    Ok(())
}

#[test]
fn a_phone_that_has_checked_its_line_is_known_when_it_matters() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::of(&room)?;
    phone.ask(&["drill"])?;
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    let incident = room.incident_of(&alert)?;
    assert_eq!((&incident["lane"], &incident["trust"]), (&json!("live"), &json!("known")));
    Ok(())
}

/// An envelope as a phone seals it, to a key that no room has.
fn sealed_to_nobody() -> Result<(AlertId, SealedEnvelope)> {
    let entropy = SeededEntropy::new(41);
    let mut secret = [0; 32];
    entropy.fill(&mut secret);
    let nobody = RoomSecretKey::from_bytes(KeyId(999), secret).public();
    let path_key = PathKey::random(&entropy);
    let raise = Raise {
        status: Status::Actual,
        tapped_at: UnixMillis(1_790_000_000_000),
        contact_rule: ContactRule::Silent,
        trigger: Trigger::Hold,
        fix: None,
        battery_percent: None,
        charging: None,
        language: None,
        path_key: Some(path_key.clone()),
    };
    let alert = AlertId([0xa7; 16]);
    let device = DeviceKey::generate(&entropy);
    let (envelope, _) =
        prepare(&nobody, &entropy)?.seal(&device, &path_key, alert, Sequence(0), &Message::Raise(raise))?;
    Ok((alert, envelope))
}

#[test]
fn an_alert_nobody_can_read_is_shown_as_that() -> Result<()> {
    let room = Room::open()?;
    let nadia = room.seat("nadia", "operator")?;
    let (alert, envelope) = sealed_to_nobody()?;
    let answer = room.knock("POST", "/v1/envelopes", envelope.as_bytes())?;
    assert_eq!(answer.status, 200, "it is stored, and that is what the receipt says");
    let incident = room.incident_of(&alert.to_string())?;
    assert_eq!(incident["trust"], "unreadable");
    let facts = nadia.incident(&alert.to_string())?;
    assert!(facts["unreadable_reason"].is_string() && facts["device"].is_string(), "{facts:#}");
    room.verify_log()
}

#[test]
fn what_is_no_envelope_is_refused_with_a_reason() -> Result<()> {
    let room = Room::open()?;
    let (_, envelope) = sealed_to_nobody()?;
    let whole = envelope.as_bytes();
    let mut other_version = whole.to_vec();
    other_version[0] = 0xee;
    let cases = [(b"".to_vec(), "truncated"), (whole[..40].to_vec(), "truncated"), (vec![1; 20_000], "oversized")];
    for (bytes, code) in cases {
        let refused = room.knock("POST", "/v1/envelopes", &bytes)?;
        assert!((400..500).contains(&refused.status), "{}", refused.status);
        assert_eq!(refused.json()?["code"], code);
    }
    let refused = room.knock("POST", "/v1/envelopes", &other_version)?;
    assert!((400..500).contains(&refused.status), "{}", refused.status);
    assert!(refused.json()?["code"].is_string());
    assert_eq!(room.incidents()?, Vec::<serde_json::Value>::new());
    Ok(())
}

#[test]
fn a_phone_that_was_never_told_of_a_room_still_takes_an_alert_and_sends_it_once_it_is() -> Result<()> {
    let room = Room::open()?;
    let phone = Phone::without_bundle()?;
    let early = phone.raise_with(&Around::Nothing, &Persona::AYESHA)?;
    phone.take_bundle(&room.bundle()?)?;
    if early.status.success() {
        phone.run_until_settled()?;
        eventually("the early alert has arrived", || Ok((room.incidents()?.len() == 1).then_some(())))?;
    } else {
        assert!(early.words.contains("--bundle"), "it must say what is missing: {}", early.words);
    }
    let alert = phone.raise(&Persona::AYESHA)?.alert;
    phone.run_until_settled()?;
    room.incident_of(&alert).map(drop)
}
