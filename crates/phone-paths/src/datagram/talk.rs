//! What is said over a wire, when, and how long it is waited for; what the wire is, it does not know.
//!
//! Timers come first wherever something else is ready too: a flood of noise must not keep the next try waiting.

mod ask;

use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::Answer;
use hifazat_protocol::{SealedEnvelope, Sequence, claims_to_store, unpack_receipts};
use hifazat_time::Clock;

use super::Gaps;

/// One attempt's way to the room and back: sockets on a telephone, a mailbox in a simulation.
#[async_trait]
pub trait Wire: Send {
    /// Sends a packet to the room, wherever it is known to be. `false`: there is no network to wait on.
    async fn send(&mut self, packet: &[u8]) -> bool;

    /// What comes next. Safe to drop.
    async fn next(&mut self) -> Came;
}

/// What comes over a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// A packet, from anybody.
    Packet(Vec<u8>),
    /// No packet: the room was found at another address, where nothing was sent yet.
    Address,
}

/// An attempt to be heard over a wire.
pub struct Talk<'a, W> {
    wire: W,
    clock: &'a dyn Clock,
    gaps: Gaps,
}

impl<'a, W: Wire> Talk<'a, W> {
    /// Nothing was said yet.
    pub fn new(wire: W, clock: &'a dyn Clock, gaps: Gaps) -> Self {
        Self { wire, clock, gaps }
    }

    /// Sends the envelope again and again until it is answered or the attempt is over.
    pub async fn carry(&mut self, envelope: &[u8]) -> Answer {
        let raise =
            SealedEnvelope::parse(envelope.to_vec()).is_ok_and(|sealed| sealed.header().sequence == Sequence::RAISE);
        let (copies, longest) = if raise { (2, self.gaps.longest) } else { (1, self.gaps.longest_later) };
        let mut gap = self.gaps.first;
        let mut end = self.clock.sleep(self.gaps.attempt);
        loop {
            if !self.send(envelope, copies).await {
                return Answer::Unreachable;
            }
            let mut pause = self.clock.sleep(gap);
            loop {
                tokio::select! {
                    biased;
                    () = &mut end => return Answer::Unreachable,
                    () = &mut pause => break,
                    came = self.wire.next() => match came {
                        Came::Packet(packet) => if let Some(receipts) = answer_to(envelope, &packet) {
                            return Answer::Receipts(receipts);
                        },
                        // It is tried at once.
                        Came::Address => break,
                    },
                }
            }
            gap = after(gap, longest);
        }
    }

    /// All copies of one try; whether any of them may have left.
    async fn send(&mut self, packet: &[u8], copies: u8) -> bool {
        let mut any = false;
        for copy in 0..copies {
            if copy > 0 {
                self.clock.sleep(self.gaps.copies).await;
            }
            any |= self.wire.send(packet).await;
        }
        any
    }
}

/// The gap that follows a gap.
fn after(gap: Duration, longest: Duration) -> Duration {
    (gap.saturating_mul(3) / 2).min(longest)
}

/// The receipts in a packet, if one of them says that it is about this envelope.
fn answer_to(envelope: &[u8], packet: &[u8]) -> Option<Vec<Vec<u8>>> {
    let receipts = unpack_receipts(packet).ok()?;
    receipts.iter().any(|receipt| claims_to_store(receipt, envelope)).then_some(receipts)
}
