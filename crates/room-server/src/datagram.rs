//! The datagram listener: one packet is one envelope, the answer is its `stored` receipt; or it is an ask (`asks.rs`).
//!
//! Nothing is answered to what is refused, and no answer is longer than its question, so a forged sender's address gains
//! nobody anything. A lost packet or a lost answer comes again: ingest repeats itself.
//!
//! Anybody can send a packet. A device that has introduced itself is told by its tag, before any public-key work, and has
//! its share of a lane (`known`); everybody else, and what goes beyond a share, has a narrow one, which a flood can fill
//! without touching the first. Who finds it full comes again, or by HTTPS. The same packet once more, from whomever, costs one hash (`answered`).

mod answered;
mod asks;
mod held;
mod known;
mod lane;
mod setting;

use std::sync::Arc;

use hifazat_crash_points::{reached, room as points};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Rejection, SealedEnvelope, pack_receipts};
use hifazat_room::Path;
use hifazat_time::Allowance;
use tokio::net::UdpSocket;

use crate::phones::envelopes::word;
use crate::shared::Shared;
use answered::Answered;
use asks::AskDesk;
use known::Known;
use lane::{Lane, Place};
pub use setting::DatagramDoor;

/// Envelopes of all but known devices at work at one time: each costs public-key work, and perhaps a row in the low-trust
/// queue.
const STRANGERS_AT_WORK: usize = 16;
const STRANGERS: Allowance = Allowance { per_second: 50, burst: 500 };

/// Answers packets until the server stops; returns at once when there is no socket.
pub(crate) async fn run(socket: Option<UdpSocket>, shared: Arc<Shared>) {
    let Some(socket) = socket.map(Arc::new) else { return };
    let mut listener = Listener::new(Arc::clone(&shared));
    let asks = AskDesk::new(Arc::clone(&socket), Arc::clone(&shared));
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
        let packet = buffer.get(..length).unwrap_or_default();
        if packet.len() <= MAX_DATAGRAM_BYTES && asks.take(packet, sender).is_ok() {
            continue;
        }
        match listener.admit(packet) {
            Some(Admitted::Again(answer)) => sent(socket.try_send_to(&answer, sender)),
            Some(Admitted::Once(envelope, place)) => {
                let (socket, work) = (Arc::clone(&socket), listener.work());
                drop(tokio::spawn(async move {
                    let answer = work.answer(envelope).await;
                    if !answer.is_empty() {
                        sent(socket.send_to(&answer, sender).await);
                    }
                    drop(place);
                }));
            }
            None => {}
        }
    }
}

/// An answer that is not delivered is lost like any packet: the phone comes again.
fn sent(outcome: std::io::Result<usize>) {
    match outcome {
        Ok(_) => reached(points::DATAGRAM_ANSWERED),
        Err(error) => tracing::trace!(error = %error.kind(), "a datagram was not answered"),
    }
}

/// What stands between the socket and the ledger.
pub(crate) struct Listener {
    shared: Arc<Shared>,
    known: Known,
    strangers: Lane,
    answered: Arc<Answered>,
}

/// A packet that is to be answered.
enum Admitted {
    /// It was answered before, with this.
    Again(Vec<u8>),
    /// It has a place in a lane.
    Once(SealedEnvelope, Place),
}

impl Listener {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        let now = shared.clock.elapsed();
        let known = Known::new(now);
        let strangers = Lane::new(STRANGERS_AT_WORK, Some(STRANGERS), now);
        Self { shared, known, strangers, answered: Arc::default() }
    }

    /// What is no envelope, or finds its lane full, is counted and left to come again.
    fn admit(&mut self, packet: &[u8]) -> Option<Admitted> {
        let refused = |code| self.shared.figures.count("hifazat_rejections_total", Some(("code", code)));
        let envelope = parse(packet).inspect_err(|rejection| refused(rejection.code())).ok()?;
        if let Some(answer) = self.answered.to(&envelope.digest()) {
            self.shared.figures.count("hifazat_datagrams_repeated_total", None);
            return Some(Admitted::Again(answer));
        }
        let now = self.shared.clock.elapsed();
        let known = if self.shared.room.knows(&envelope) { self.known.enter(&envelope, now) } else { None };
        let place = known.or_else(|| self.strangers.enter(now));
        if place.is_none() {
            refused("busy");
        }
        Some(Admitted::Once(envelope, place?))
    }

    fn work(&self) -> Work {
        Work { shared: Arc::clone(&self.shared), answered: Arc::clone(&self.answered) }
    }

    /// A packet and what is sent back to it; empty: nothing is.
    #[cfg(feature = "test-util")]
    pub(crate) async fn hear(&mut self, packet: &[u8]) -> Vec<u8> {
        match self.admit(packet) {
            Some(Admitted::Again(answer)) => answer,
            Some(Admitted::Once(envelope, _place)) => self.work().answer(envelope).await,
            None => Vec::new(),
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

/// The expensive half, done beside others of its kind.
struct Work {
    shared: Arc<Shared>,
    answered: Arc<Answered>,
}

impl Work {
    /// Never longer than the envelope; empty when nothing is to be said.
    async fn answer(&self, envelope: SealedEnvelope) -> Vec<u8> {
        let (asked, digest) = (envelope.as_bytes().len(), envelope.digest());
        let figures = &self.shared.figures;
        let ingested = match self.shared.room.ingest_parsed(envelope, Path::Datagram).await {
            Ok(ingested) => ingested,
            Err(error) => {
                figures.count("hifazat_store_failures_total", None);
                tracing::error!(%error, "the ledger did not take a datagram");
                return Vec::new();
            }
        };
        figures.count("hifazat_envelopes_total", Some(("kind", word(ingested.kind))));
        reached(points::ENVELOPE_TAKEN);
        let answer = pack_receipts(ingested.stored.as_slice());
        if answer.is_empty() || answer.len() > asked {
            return Vec::new();
        }
        self.answered.remember(digest, answer.clone());
        answer
    }
}
