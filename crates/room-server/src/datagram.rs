//! The datagram listener: one packet is one envelope, the answer is its `stored` receipt.
//!
//! Nothing is answered to what is refused, and no answer is longer than its question, so a forged sender's address gains
//! nobody anything. A lost packet or a lost answer comes again: ingest repeats itself.
//!
//! Anybody can send a packet. A device that has introduced itself is told by its tag, before any public-key work, and has
//! a lane of its own; everybody else shares a narrow one, which a flood can fill without touching the first. Who finds it
//! full comes again, or by HTTPS.

mod lane;
mod setting;

use std::net::SocketAddr;
use std::sync::Arc;

use hifazat_crash_points::{reached, room as points};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Rejection, SealedEnvelope, pack_receipts};
use hifazat_room::Path;
use tokio::net::UdpSocket;
use tokio::sync::OwnedSemaphorePermit;

use crate::phones::envelopes::word;
use crate::shared::Shared;
use lane::{Allowance, Lane};
pub use setting::DatagramDoor;

/// Envelopes of known devices that are being written down at one time. Beyond, a packet is left to come again.
const KNOWN_AT_WORK: usize = 512;
/// The same of all others: each costs public-key work, and perhaps a row in the low-trust queue.
const STRANGERS_AT_WORK: usize = 16;
const STRANGERS: Allowance = Allowance { per_second: 50, burst: 500 };

/// Answers packets until the server stops; returns at once when there is no socket.
pub(crate) async fn run(socket: Option<UdpSocket>, shared: Arc<Shared>) {
    let Some(socket) = socket.map(Arc::new) else { return };
    let mut known = Lane::new(KNOWN_AT_WORK, None, shared.clock.elapsed());
    let mut strangers = Lane::new(STRANGERS_AT_WORK, Some(STRANGERS), shared.clock.elapsed());
    let mut buffer = [0_u8; MAX_DATAGRAM_BYTES + 1];
    loop {
        let received = tokio::select! {
            () = shared.stop.cancelled() => return,
            received = socket.recv_from(&mut buffer) => received,
        };
        let (length, sender) = match received {
            Ok(received) => received,
            // An answer that could not be delivered comes back as an error here; the next packet is another matter.
            Err(error) => {
                tracing::trace!(error = %error.kind(), "a datagram was not received");
                continue;
            }
        };
        let envelope = match parse(buffer.get(..length).unwrap_or_default()) {
            Ok(envelope) => envelope,
            Err(rejection) => {
                shared.figures.count("hifazat_rejections_total", Some(("code", rejection.code())));
                continue;
            }
        };
        let lane = if shared.room.knows(&envelope) { &mut known } else { &mut strangers };
        match lane.enter(shared.clock.elapsed()) {
            Some(place) => drop(tokio::spawn(take(Arc::clone(&socket), Arc::clone(&shared), envelope, sender, place))),
            None => shared.figures.count("hifazat_rejections_total", Some(("code", "busy"))),
        }
    }
}

/// A longer one has been cut by the system, and is no envelope any more.
fn parse(packet: &[u8]) -> Result<SealedEnvelope, Rejection> {
    if packet.len() > MAX_DATAGRAM_BYTES {
        return Err(Rejection::Oversized { bytes: packet.len() });
    }
    SealedEnvelope::parse(packet.to_vec())
}

async fn take(
    socket: Arc<UdpSocket>,
    shared: Arc<Shared>,
    envelope: SealedEnvelope,
    sender: SocketAddr,
    _place: OwnedSemaphorePermit,
) {
    let asked = envelope.as_bytes().len();
    let ingested = match shared.room.ingest_parsed(envelope, Path::Datagram).await {
        Ok(ingested) => ingested,
        Err(error) => {
            shared.figures.count("hifazat_store_failures_total", None);
            tracing::error!(%error, "the ledger did not take a datagram");
            return;
        }
    };
    shared.figures.count("hifazat_envelopes_total", Some(("kind", word(ingested.kind))));
    reached(points::ENVELOPE_TAKEN);
    let answer = pack_receipts(ingested.stored.as_slice());
    if answer.is_empty() || answer.len() > asked {
        return;
    }
    match socket.send_to(&answer, sender).await {
        Ok(_) => reached(points::DATAGRAM_ANSWERED),
        Err(error) => tracing::trace!(error = %error.kind(), "a datagram was not answered"),
    }
}
