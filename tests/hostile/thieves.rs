//! Somebody on her path takes the ids that stand in clear on her alert before it arrives.

use anyhow::Result;
use hifazat_protocol::{AlertId, Status, envelope_digest};
use hifazat_testkit::Room;

use crate::sender::Sender;

#[test]
fn an_alert_whose_ids_were_taken_beforehand_is_received_and_stands_at_a_desk() -> Result<()> {
    let room = Room::open()?;
    let (her, thief) = (Sender::to(&room, 53)?, Sender::to(&room, 54)?);
    her.ask(&her.raise(Status::Test)?)?;
    let alert = AlertId([7; 16]);
    let raise = her.raise_as(alert, Status::Actual)?;
    // He held it back, and knows no more than this. Earlier rooms made of it the id of her file.
    let clear = [b"hifazat contested 1".as_slice(), &alert.0, &her.device.id().0].concat();
    let reckoned = envelope_digest(&clear).first_chunk().copied().map(AlertId).unwrap_or(alert);
    for id in [alert, reckoned] {
        thief.ask(&thief.raise_as(id, Status::Exercise)?)?;
    }
    assert_eq!(room.incidents()?.len(), 0, "drills, both of them");

    her.stored(&her.ask(&raise)?)?;
    let incidents = room.incidents()?;
    assert_eq!(incidents.len(), 1, "what her phone calls received stands at a desk");
    room.verify_log()
}
