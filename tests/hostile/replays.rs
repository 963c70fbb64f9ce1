//! The same bytes a thousand times.

use anyhow::Result;
use hifazat_protocol::Status;
use hifazat_testkit::Room;

use crate::sender::Sender;

const TIMES: usize = 1_000;

#[test]
fn a_datagram_replayed_a_thousand_times_is_one_incident_and_the_same_receipt() -> Result<()> {
    let room = Room::open()?;
    let sender = Sender::to(&room, 51)?;
    // Known, so that every repeat is taken in and none is left in the strangers' narrow lane.
    sender.ask(&sender.raise(Status::Test)?)?;
    let alert = sender.raise(Status::Actual)?;
    let first = sender.ask(&alert)?;
    for _ in 1..TIMES {
        assert_eq!(sender.ask(&alert)?, first, "the same receipt, byte for byte");
    }
    assert_eq!(room.incidents()?.len(), 1);
    room.verify_log()
}

#[test]
fn a_request_replayed_a_thousand_times_is_one_incident_and_the_same_receipt() -> Result<()> {
    let room = Room::open()?;
    let sender = Sender::to(&room, 52)?;
    let alert = sender.raise(Status::Actual)?;
    let bring = || -> Result<Vec<u8>> {
        let answer = room.knock("POST", "/v1/envelopes", &alert)?;
        assert_eq!(answer.status, 200);
        Ok(answer.body)
    };
    let first = bring()?;
    for _ in 1..TIMES {
        assert_eq!(bring()?, first, "the same receipts, byte for byte");
    }
    assert_eq!(sender.stored(&sender.ask(&alert)?)?, sender.stored(&first)?, "and the same one by the other way");
    assert_eq!(room.incidents()?.len(), 1);
    room.verify_log()
}
