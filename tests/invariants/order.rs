//! The room: commits, then answers; and answers the same to the same.

use anyhow::Result;
use hifazat_testkit::{Device, Room};

#[test]
fn the_room_commits_before_it_answers() -> Result<()> {
    let mut room = Room::open()?;
    for _ in 0..15 {
        let sealed = Device::of(&room)?.raise()?;
        let answer = room.knock("POST", "/v1/envelopes", &sealed.envelope)?;
        // The moment the answer is here, the room is gone.
        room.kill()?;
        assert_eq!(answer.status, 200);
        let kept = room.incidents()?;
        let is_kept = kept.iter().any(|incident| incident["id"] == *sealed.alert);
        assert!(is_kept, "{} was receipted and is lost", sealed.alert);
        room.serve()?;
    }
    room.verify_log()
}

#[test]
fn ingest_is_idempotent() -> Result<()> {
    let mut room = Room::open()?;
    let envelope = Device::of(&room)?.raise()?.envelope;
    let first = room.knock("POST", "/v1/envelopes", &envelope)?;
    assert_eq!(first.status, 200);
    let stored = |body: &[u8]| hifazat_protocol::unpack_receipts(body).map(|receipts| receipts[0].clone());
    for round in 0..20 {
        if round == 10 {
            room.kill()?;
            room.serve()?;
        }
        let again = room.knock("POST", "/v1/envelopes", &envelope)?;
        assert_eq!(stored(&again.body)?, stored(&first.body)?, "the same receipt, byte for byte");
    }
    assert_eq!(room.incidents()?.len(), 1);
    room.verify_log()
}
