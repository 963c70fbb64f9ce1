//! The sealed datagram: one packet there, one packet back, nothing before them.
//!
//! The envelope is sealed, signed and idempotent, so a transport has nothing left to secure and needs no handshake: on a
//! link with 1.2 s of round trip and 30 % loss each way that is the difference between one and a half seconds and fifteen.
//! Each attempt has a socket of its own, so that a rebound NAT or another network costs one gap and nothing else.
//!
//! Anybody may send to an open socket. What comes in counts as an answer only if it says that it is about this very
//! envelope; whether it is true, the brain finds out by its signature.

mod sockets;
mod talk;
mod targets;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{Answer, Path};
use hifazat_protocol::{MAX_DATAGRAM_BYTES, Question, TrustBundle};
use hifazat_time::Clock;

use crate::cost::Cost;
use crate::names::Names;
use sockets::Sockets;
pub use talk::{Came, Talk, Wire};
use targets::Targets;

/// How an attempt goes on while nothing answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gaps {
    /// Between the first try and the second. Each gap is half as long again as the one before.
    pub first: Duration,
    /// No gap before a raise is longer: a link that comes back is found within this time.
    pub longest: Duration,
    /// The same before an update or a cancel, whose alert has got through already.
    pub longest_later: Duration,
    /// Between the two copies of one try: a burst that swallows one packet shall not swallow both.
    pub copies: Duration,
    /// After this the attempt is called lost, and the outbox goes on with the next.
    pub attempt: Duration,
    /// A question to which the room has not replied by then is better asked over another path.
    pub unheard: Duration,
    /// Beyond the time for which the room holds a question, for its answer to arrive.
    pub late: Duration,
}

impl Default for Gaps {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(700),
            longest: Duration::from_secs(2),
            longest_later: Duration::from_secs(8),
            copies: Duration::from_millis(20),
            attempt: Duration::from_secs(25),
            unheard: Duration::from_secs(8),
            late: Duration::from_secs(3),
        }
    }
}

/// The way out by datagram.
pub struct DatagramPath {
    clock: Arc<dyn Clock>,
    gaps: Gaps,
    names: Names,
    /// The room has replied to the last question.
    heard: AtomicBool,
}

impl DatagramPath {
    /// A path with nothing to open.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, names: Names, gaps: Gaps) -> Self {
        Self { clock, names, gaps, heard: AtomicBool::new(false) }
    }

    /// `None`: the system gives no socket.
    async fn talk(&self, trust: &TrustBundle) -> Option<Talk<'_, Opened<'_>>> {
        let sockets = Sockets::open().await.ok()?;
        let targets = Targets::of(trust, &self.names);
        Some(Talk::new(Opened { sockets, targets }, &*self.clock, self.gaps))
    }
}

/// One attempt's sockets, and where the room is.
struct Opened<'a> {
    sockets: Sockets,
    targets: Targets<'a>,
}

#[async_trait]
impl Wire for Opened<'_> {
    async fn send(&mut self, packet: &[u8]) -> bool {
        let mut any = false;
        for target in self.targets.known() {
            any |= self.sockets.send(packet, *target).await;
        }
        any || self.targets.is_asking()
    }

    async fn next(&mut self) -> Came {
        tokio::select! {
            packet = self.sockets.receive() => Came::Packet(packet),
            () = self.targets.more() => Came::Address,
        }
    }
}

#[async_trait]
impl Path for DatagramPath {
    fn name(&self) -> &'static str {
        "datagram"
    }

    fn takes(&self, trust: &TrustBundle, envelope: &[u8]) -> bool {
        envelope.len() <= MAX_DATAGRAM_BYTES && targets::are_any(trust)
    }

    async fn carry(&self, trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        match self.talk(trust).await {
            Some(mut talk) => talk.carry(envelope).await,
            None => Answer::Unreachable,
        }
    }

    /// The room ends a question by itself before `wait` is over: networks forget whence a packet came.
    async fn ask(&self, trust: &Arc<TrustBundle>, question: &Question, _wait: Duration) -> Option<Answer> {
        if !targets::are_any(trust) {
            return None;
        }
        let mut talk = match self.talk(trust).await {
            Some(talk) => talk,
            None => return Some(Answer::Unreachable),
        };
        let answer = talk.ask(question).await;
        self.heard.store(matches!(answer, Answer::Receipts(_)), Ordering::Relaxed);
        Some(answer)
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        None
    }

    fn overhead_bytes(&self) -> u64 {
        Cost::DATAGRAM.overhead
    }

    fn question_bytes(&self) -> u64 {
        let heard = self.heard.load(Ordering::Relaxed);
        if heard { Cost::DATAGRAM.question } else { Cost::DATAGRAM_UNHEARD.question }
    }

    /// There is nothing to open.
    async fn warm(&self, _trust: &Arc<TrustBundle>) {}
}

impl fmt::Debug for DatagramPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatagramPath").field("gaps", &self.gaps).finish_non_exhaustive()
    }
}
