//! The datagram listener: one packet is one envelope, the answer is its alert's `stored` receipt.
//!
//! It is the room's half only. Nothing is answered to what is refused, and no answer is longer than its question, so a
//! forged sender's address gains nobody anything. A lost packet or a lost answer comes again: ingest repeats itself.

use std::net::SocketAddr;
use std::sync::Arc;

use hifazat_protocol::pack_receipts;
use hifazat_room::{IngestError, Path};
use tokio::net::UdpSocket;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::phones::envelopes::word;
use crate::shared::Shared;

/// The payload of one unfragmented packet; a longer one is cut by the system and then refused as truncated.
const MOST_BYTES: usize = 1_200;
/// Packets that are being written down. Beyond, a packet is left to come again.
const AT_WORK: usize = 512;

/// Answers packets until the server stops; returns at once when there is no socket.
pub(crate) async fn run(socket: Option<UdpSocket>, shared: Arc<Shared>) {
    let Some(socket) = socket.map(Arc::new) else { return };
    let places = Arc::new(Semaphore::new(AT_WORK));
    let mut buffer = [0_u8; MOST_BYTES + 1];
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
        let bytes = buffer.get(..length).unwrap_or_default().to_vec();
        match Arc::clone(&places).try_acquire_owned() {
            Ok(place) => drop(tokio::spawn(take(Arc::clone(&socket), Arc::clone(&shared), bytes, sender, place))),
            Err(_) => shared.figures.count("hifazat_rejections_total", Some(("code", "busy"))),
        }
    }
}

async fn take(
    socket: Arc<UdpSocket>,
    shared: Arc<Shared>,
    bytes: Vec<u8>,
    sender: SocketAddr,
    _place: OwnedSemaphorePermit,
) {
    let asked = bytes.len();
    let ingested = match shared.room.ingest(bytes, Path::Datagram).await {
        Ok(ingested) => ingested,
        Err(IngestError::Rejected(rejection)) => {
            shared.figures.count("hifazat_rejections_total", Some(("code", rejection.code())));
            return;
        }
        Err(IngestError::Ledger(error)) => {
            shared.figures.count("hifazat_store_failures_total", None);
            tracing::error!(%error, "the ledger did not take a datagram");
            return;
        }
    };
    shared.figures.count("hifazat_envelopes_total", Some(("kind", word(ingested.kind))));
    // The first receipt is `stored`; whatever else there is, the phone asks for.
    let answer = pack_receipts(ingested.receipts.get(..1).unwrap_or_default());
    if !answer.is_empty()
        && answer.len() <= asked
        && let Err(error) = socket.send_to(&answer, sender).await
    {
        tracing::trace!(error = %error.kind(), "a datagram was not answered");
    }
}
