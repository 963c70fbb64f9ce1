//! The port to the ways out: sealed datagram and HTTPS today, text message later.
//!
//! A path carries bytes and brings bytes back. It never judges a receipt: what it returns is raw, and only
//! `hifazat_protocol::verify`, called by the brain, turns it into something that may be shown to her. A path keeps its own
//! deadlines short of half a minute; the brain bounds it as well, because a path that never answers must not hold a lane.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hifazat_protocol::{Question, TrustBundle};

#[cfg(any(test, feature = "test-util"))]
pub(crate) mod fake;

/// One way to the control room and back.
#[async_trait]
pub trait Path: Send + Sync {
    /// The word shown beside a receipt that came this way: `https`, `datagram`, `sms`.
    fn name(&self) -> &'static str;

    /// Could it carry this envelope to an endpoint of `trust`? A path that could not takes no part in the race.
    fn takes(&self, trust: &TrustBundle, envelope: &[u8]) -> bool;

    /// Carries one sealed envelope to the endpoints of `trust` and returns what came back. Safe to repeat and to drop.
    async fn carry(&self, trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer;

    /// Asks for receipts; the room may hold the question open for `wait`. A path over which nobody replies says so within
    /// seconds, so that another can be tried. `None`: this path cannot ask.
    async fn ask(&self, trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer>;

    /// Fetches the newest signed trust bundle as its JSON text; `None` when this path cannot, or could not now.
    async fn bundle(&self, trust: &Arc<TrustBundle>) -> Option<String>;

    /// What an exchange that began now would cost beside its envelope, in bytes on the wire both ways: an estimate for the
    /// byte budget, which `./x bench bytes` measures, and by which the cheapest path is known. Unless a path knows better:
    /// a new TLS connection that takes a session up again, and the receipts of an alert that a desk has taken.
    fn overhead_bytes(&self) -> u64 {
        2_400
    }

    /// What a question that began now would cost in all, if the room held it and had no news: an estimate too.
    fn question_bytes(&self) -> u64 {
        self.overhead_bytes()
    }

    /// The finger is on the button: open the connection now, so that the tap finds it ready. Must be safe to drop.
    async fn warm(&self, trust: &Arc<TrustBundle>);
}

/// What came back over a path. Nothing here is believed yet.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// The room's answer: raw receipts, oldest first, each still to be verified. May be empty.
    Receipts(Vec<Vec<u8>>),
    /// Nobody could be reached: no network, no name, refused, wrong certificate, or no answer in time.
    Unreachable,
    /// Somebody answered, but not in our language: a captive portal's page, a proxy's error, a broken body.
    Garbled,
    /// The room is there and asks for patience (503, 429), if it said so for this long.
    Busy {
        /// The `Retry-After` it gave.
        after: Option<Duration>,
    },
    /// The room refuses this envelope and says why (4xx with a problem code). It stays in the outbox all the same.
    Rejected(Refusal),
}

/// Why the room refused an envelope or a question: a stable machine code such as `unsupported_version`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The `code` of the problem document, or `http_NNN` when it had none.
    pub code: String,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receipts(list) => write!(f, "Receipts({})", list.len()),
            Self::Unreachable => f.write_str("Unreachable"),
            Self::Garbled => f.write_str("Garbled"),
            Self::Busy { after } => write!(f, "Busy({after:?})"),
            Self::Rejected(refusal) => write!(f, "Rejected({})", refusal.code),
        }
    }
}
