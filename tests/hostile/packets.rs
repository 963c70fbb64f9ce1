//! Packets of every kind and length at the room's real socket: nobody is answered with more than he sent.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Status, claims_to_store, envelope_digest};
use hifazat_testkit::Room;

use crate::sender::Sender;

/// The shortest that can be an envelope: see docs/protocol.md.
const SHORTEST: usize = 201;
const LONGEST: usize = 1_500;

/// Everything that fits a packet: noise of each length with and without the right beginning, envelopes of strangers, of a
/// known device, with wrong tags, cut, lengthened, replayed.
fn packets(known: &Sender, stranger: &Sender) -> Result<Vec<Vec<u8>>> {
    let mut packets = Vec::new();
    for length in 0..=LONGEST {
        packets.push(known.random(length));
        let mut shaped = known.random(length);
        shaped.iter_mut().zip([1, 1]).for_each(|(byte, start)| *byte = start);
        packets.push(shaped);
    }
    let hers = known.raise(Status::Actual)?;
    for length in SHORTEST..=MAX_DATAGRAM_BYTES {
        // The header, its tag too, is hers; what follows is cut or longer than it was.
        let mut packet = hers.clone();
        packet.resize(length, 7);
        packets.push(packet);
    }
    for _ in 0..200 {
        packets.extend([hers.clone(), known.raise(Status::Actual)?, stranger.raise(Status::Actual)?]);
        let mut wrong_tag = known.raise(Status::Exercise)?;
        *wrong_tag.get_mut(40).context("a tag")? ^= 1;
        packets.push(wrong_tag);
    }
    Ok(packets)
}

#[test]
fn no_packet_is_answered_with_more_bytes_than_it_had() -> Result<()> {
    let room = Room::open()?;
    let (known, stranger) = (Sender::to(&room, 61)?, Sender::to(&room, 62)?);
    known.ask(&known.raise(Status::Test)?)?;
    let packets = packets(&known, &stranger)?;
    let by_digest: HashMap<_, _> = packets.iter().map(|packet| (envelope_digest(packet), packet)).collect();

    let (mut sent, mut came, mut answers) = (0, 0, 0);
    let mut hear_for = |patience: Duration| -> Result<()> {
        while let Some(answer) = known.catch(patience)? {
            let receipt = known.stored(&answer)?;
            let asked = by_digest.values().find(|packet| claims_to_store(&receipt, packet));
            let asked = asked.context("an answer to a packet that nobody sent")?;
            assert!(answer.len() <= asked.len(), "{} bytes for {}", answer.len(), asked.len());
            came += answer.len();
            answers += 1;
        }
        Ok(())
    };
    for batch in packets.chunks(100) {
        for packet in batch {
            known.throw(packet)?;
            sent += packet.len();
        }
        hear_for(Duration::from_millis(50))?;
    }
    hear_for(Duration::from_secs(3))?;
    println!("{} packets, {sent} bytes in, {answers} answers, {came} bytes out", packets.len());
    assert!(came <= sent);
    assert!(answers > 200, "next to nothing was answered: {answers}");
    room.verify_log()
}
