//! The sealed datagram: the talk of `DatagramPath` itself, over the air, with one address of the room.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{Answer, Path};
use hifazat_phone_paths::{Came, Cost, Gaps, Talk, Wire};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Question, TrustBundle};
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
    fn talk(&self) -> Talk<'_, Port<'_>> {
        Talk::new(Port { path: self, socket: Socket::open(&self.air) }, &*self.clock, self.gaps)
    }
}

/// One attempt's.
struct Port<'a> {
    path: &'a SimulatedDatagram,
    socket: Socket,
}

#[async_trait]
impl Wire for Port<'_> {
    async fn send(&mut self, packet: &[u8]) -> bool {
        self.socket.send(Load::Datagram(packet.to_vec()));
        self.path.liar.overhear(&self.path.air, self.socket.port, packet);
        true
    }

    async fn next(&mut self) -> Came {
        loop {
            if let Load::Datagram(packet) = self.socket.receive().await {
                return Came::Packet(packet);
            }
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
        self.talk().carry(envelope).await
    }

    async fn ask(&self, _trust: &Arc<TrustBundle>, question: &Question, _wait: Duration) -> Option<Answer> {
        Some(self.talk().ask(question).await)
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        None
    }

    fn overhead_bytes(&self) -> u64 {
        Cost::DATAGRAM.overhead
    }

    fn question_bytes(&self) -> u64 {
        Cost::DATAGRAM.question
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {}
}
