//! The sealed datagram: as `DatagramPath`, with one address of the room.

mod ask;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{Answer, Path};
use hifazat_phone_paths::Gaps;
use hifazat_protocol::{
    MAX_DATAGRAM_BYTES, Question, SealedEnvelope, Sequence, TrustBundle, claims_to_store, unpack_receipts,
};
use hifazat_time::Clock;

use crate::air::{Air, Load, Socket};
use crate::liar::Liar;

pub(crate) struct SimulatedDatagram {
    pub(crate) air: Arc<Air>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gaps: Gaps,
    pub(crate) liar: Arc<Liar>,
}

impl SimulatedDatagram {
    async fn send(&self, socket: &Socket, envelope: &[u8], copies: u8) {
        for copy in 0..copies {
            if copy > 0 {
                self.clock.sleep(self.gaps.copies).await;
            }
            socket.send(Load::Datagram(envelope.to_vec()));
            self.liar.overhear(&self.air, socket.port, envelope);
        }
    }
}

#[async_trait]
impl Path for SimulatedDatagram {
    fn name(&self) -> &'static str {
        "datagram"
    }

    fn takes(&self, _trust: &TrustBundle, envelope: &[u8]) -> bool {
        envelope.len() <= MAX_DATAGRAM_BYTES
    }

    async fn carry(&self, _trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        let sealed = SealedEnvelope::parse(envelope.to_vec());
        let raise = sealed.is_ok_and(|sealed| sealed.header().sequence == Sequence::RAISE);
        let (copies, longest) = if raise { (2, self.gaps.longest) } else { (1, self.gaps.longest_later) };
        let socket = Socket::open(&self.air);
        let mut gap = self.gaps.first;
        let end = self.clock.sleep(self.gaps.attempt);
        tokio::pin!(end);
        loop {
            self.send(&socket, envelope, copies).await;
            let pause = self.clock.sleep(gap);
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    biased;
                    came = socket.receive() => if let Some(receipts) = answer_to(envelope, &came) {
                        return Answer::Receipts(receipts);
                    },
                    () = &mut pause => break,
                    () = &mut end => return Answer::Unreachable,
                }
            }
            gap = after(gap, longest);
        }
    }

    async fn ask(&self, _trust: &Arc<TrustBundle>, question: &Question, _wait: Duration) -> Option<Answer> {
        Some(self.put(question).await)
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        None
    }

    fn overhead_bytes(&self) -> u64 {
        500
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {}
}

fn after(gap: Duration, longest: Duration) -> Duration {
    (gap.saturating_mul(3) / 2).min(longest)
}

fn answer_to(envelope: &[u8], load: &Load) -> Option<Vec<Vec<u8>>> {
    let Load::Datagram(packet) = load else { return None };
    let receipts = unpack_receipts(packet).ok()?;
    receipts.iter().any(|receipt| claims_to_store(receipt, envelope)).then_some(receipts)
}
