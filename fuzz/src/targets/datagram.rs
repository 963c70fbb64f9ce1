//! The datagram listener of a real room: up to three packets, one after another. Then the known device is heard as before.

use arbitrary::Unstructured;
use hifazat_protocol::{AlertId, DeviceKey, MAX_DATAGRAM_BYTES, SealedEnvelope, Sequence, Status, unpack_receipts};

use crate::edits::{edited, rest};
use crate::world::{World, stores, visit};
use crate::{by_hand, people};

const PACKETS: usize = 3;

pub(crate) fn run(input: &[u8]) {
    let mut choices = Unstructured::new(input);
    visit(|world| {
        for _ in 0..PACKETS {
            let Some(packet) = packet(world, &mut choices) else { break };
            let answer = world.hear(&packet);
            is_honest(world, &packet, &answer);
            assert_eq!(world.hear(&packet), answer, "the same to the same");
        }
        let raise = world.raise.clone();
        let answer = world.hear(&raise);
        assert!(!answer.is_empty(), "her alert is answered no more");
        is_honest(world, &raise, &answer);
    });
}

/// Anything; the known device's own, changed; a stranger's, changed; true seals around any content.
fn packet(world: &World, choices: &mut Unstructured<'_>) -> Option<Vec<u8>> {
    let packet = match choices.int_in_range(0..=3_u8).ok().filter(|_| !choices.is_empty())? {
        0 => rest(choices).to_vec(),
        1 => edited(&world.raise, choices),
        2 => {
            let stranger = DeviceKey::from_seed([choices.arbitrary().ok()?; 32]);
            let alert = AlertId([choices.arbitrary().ok()?; 16]);
            edited(&world.sealed(&stranger, alert, Status::Actual), choices)
        }
        _ => {
            let to = *world.bundle.active_room_key()?;
            let sequence = Sequence(choices.int_in_range(0..=3).ok()?);
            let (device, key) = (people::device(), people::path_key());
            by_hand::envelope(&to, &device, &key, people::ALERT, sequence, rest(choices))
        }
    };
    Some(packet)
}

/// No longer than the question; about this very packet; signed by the room.
fn is_honest(world: &World, packet: &[u8], answer: &[u8]) {
    assert!(answer.len() <= packet.len(), "{} bytes for {}", answer.len(), packet.len());
    if answer.is_empty() {
        return;
    }
    assert!(packet.len() <= MAX_DATAGRAM_BYTES);
    let envelope = SealedEnvelope::parse(packet.to_vec()).expect("only envelopes are answered");
    let receipts = unpack_receipts(answer).unwrap();
    let [receipt] = receipts.as_slice() else { panic!("{} receipts", receipts.len()) };
    assert!(stores(world, receipt, &envelope), "it does not say what was stored");
}
