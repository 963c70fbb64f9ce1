//! What a flood is made of.

use anyhow::{Context, Result};
use hifazat_protocol::{AlertId, Entropy, OsEntropy, Status, TrustBundle};
use hifazat_testkit::Room;
use hifazat_time::{Clock, SystemClock};

use super::known::Known;
use crate::device::{Device, sealing_key};

/// Each kind of garbage, so many different ones.
const EACH: usize = 2_000;
const LENGTH: usize = 330;
/// Where the header's parts stand: docs/protocol.md.
const DEVICE: usize = 4;
const ALERT: usize = 20;
const TAG: usize = 40;

/// Noise; noise behind the right beginning; strangers; a known device's packet with a wrong tag; the same once more and
/// once more.
pub(super) async fn mixed(room: &Room, trust: &TrustBundle, known: &Known) -> Result<Vec<Vec<u8>>> {
    let strangers = strangers(trust, u32::try_from(EACH)?)?;
    let replay = known.envelope(room, trust).await?;
    let mut packets = Vec::with_capacity(EACH * 5);
    for stranger in strangers {
        let mut begun = random(LENGTH);
        put(&mut begun, 0, &[1, 1])?;
        let mut wrong_tag = replay.clone();
        put(&mut wrong_tag, TAG, &random(16))?;
        packets.extend([random(LENGTH), begun, stranger, wrong_tag, replay.clone()]);
    }
    Ok(packets)
}

/// Envelopes of devices that nobody has met, each under an alert of its own. Their seals are one seal under other
/// headers, so none opens: what a flood does that saves its own strength.
pub(super) fn strangers(trust: &TrustBundle, count: u32) -> Result<Vec<Vec<u8>>> {
    let shape = Device::new().raise(sealing_key(trust)?, Status::Actual, SystemClock.now())?;
    (0..count)
        .map(|_| {
            let mut packet = shape.as_bytes().to_vec();
            put(&mut packet, DEVICE, &random(16))?;
            put(&mut packet, ALERT, &AlertId::random(&OsEntropy).0)?;
            Ok(packet)
        })
        .collect()
}

fn put(packet: &mut [u8], at: usize, bytes: &[u8]) -> Result<()> {
    packet.get_mut(at..at + bytes.len()).context("a packet shorter than its header")?.copy_from_slice(bytes);
    Ok(())
}

fn random(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    OsEntropy.fill(&mut bytes);
    bytes
}
