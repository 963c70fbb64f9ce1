//! The room: commits, then answers; and answers the same to the same.

use std::fs;

use anyhow::{Context, Result};
use hifazat_protocol::{
    AlertId, ContactRule, DeviceKey, KeyState, Message, OsEntropy, PathKey, Raise, SealedEnvelope, Sequence,
    SignedBundle, Status, Trigger, UnixMillis, prepare,
};
use hifazat_testkit::Room;

/// An envelope that this room can open, as a phone seals it.
fn sealed_for(room: &Room, alert: u8) -> Result<SealedEnvelope> {
    let bundle = SignedBundle::from_json(&fs::read_to_string(room.bundle()?)?)?;
    let bundle = bundle.verify(&bundle.claimed_root())?;
    let key = bundle.room_keys.iter().find(|key| key.state == KeyState::Active).context("no active key")?;
    let path_key = PathKey::random(&OsEntropy);
    let raise = Raise {
        status: Status::Actual,
        tapped_at: UnixMillis(1_790_000_000_000),
        contact_rule: ContactRule::Silent,
        trigger: Trigger::Hold,
        fix: None,
        battery_percent: Some(40),
        charging: None,
        language: None,
        path_key: Some(path_key.clone()),
    };
    let device = DeviceKey::generate(&OsEntropy);
    let prepared = prepare(&key.key, &OsEntropy)?;
    let (envelope, _) = prepared.seal(&device, &path_key, AlertId([alert; 16]), Sequence(0), &Message::Raise(raise))?;
    Ok(envelope)
}

#[test]
fn the_room_commits_before_it_answers() -> Result<()> {
    let mut room = Room::open()?;
    for alert in 1..=15 {
        let envelope = sealed_for(&room, alert)?;
        let answer = room.knock("POST", "/v1/envelopes", envelope.as_bytes())?;
        // The moment the answer is here, the room is gone.
        room.kill()?;
        assert_eq!(answer.status, 200);
        let id = AlertId([alert; 16]).to_string();
        let kept = room.incidents()?;
        assert!(kept.iter().any(|incident| incident["id"] == *id), "{id} was receipted and is lost");
        room.serve()?;
    }
    room.verify_log()
}

#[test]
fn ingest_is_idempotent() -> Result<()> {
    let mut room = Room::open()?;
    let envelope = sealed_for(&room, 7)?;
    let first = room.knock("POST", "/v1/envelopes", envelope.as_bytes())?;
    assert_eq!(first.status, 200);
    let stored = |body: &[u8]| hifazat_protocol::unpack_receipts(body).map(|receipts| receipts[0].clone());
    for round in 0..20 {
        if round == 10 {
            room.kill()?;
            room.serve()?;
        }
        let again = room.knock("POST", "/v1/envelopes", envelope.as_bytes())?;
        assert_eq!(stored(&again.body)?, stored(&first.body)?, "the same receipt, byte for byte");
    }
    assert_eq!(room.incidents()?.len(), 1);
    room.verify_log()
}
