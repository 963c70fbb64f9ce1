//! Which envelopes the phone has tried to carry, and when it last did.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{Answer, EntryKey, Path};
use hifazat_protocol::{Question, SealedEnvelope, TrustBundle};

use crate::time::Time;

/// The attempts so far.
pub(crate) struct Attempts {
    time: Arc<Time>,
    seen: Mutex<BTreeMap<EntryKey, Attempt>>,
}

/// One entry's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    /// SHA-256 of its envelope.
    pub(crate) digest: [u8; 32],
    /// When the last one began.
    pub(crate) last: Duration,
}

impl Attempts {
    pub(crate) fn new(time: Arc<Time>) -> Arc<Self> {
        Arc::new(Self { time, seen: Mutex::default() })
    }

    pub(crate) fn all(&self) -> BTreeMap<EntryKey, Attempt> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, envelope: &[u8]) {
        let Ok(sealed) = SealedEnvelope::parse(envelope.to_vec()) else { return };
        let key = EntryKey { alert: sealed.header().alert, sequence: sealed.header().sequence };
        let attempt = Attempt { digest: sealed.digest(), last: self.time.now() };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(key, attempt);
    }
}

/// A path with its attempts noted.
pub(crate) struct Watched {
    pub(crate) path: Arc<dyn Path>,
    pub(crate) attempts: Arc<Attempts>,
}

#[async_trait]
impl Path for Watched {
    fn name(&self) -> &'static str {
        self.path.name()
    }

    fn takes(&self, trust: &TrustBundle, envelope: &[u8]) -> bool {
        self.path.takes(trust, envelope)
    }

    async fn carry(&self, trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        self.attempts.note(envelope);
        self.path.carry(trust, envelope).await
    }

    async fn ask(&self, trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer> {
        self.path.ask(trust, question, wait).await
    }

    async fn bundle(&self, trust: &Arc<TrustBundle>) -> Option<String> {
        self.path.bundle(trust).await
    }

    fn overhead_bytes(&self) -> u64 {
        self.path.overhead_bytes()
    }

    fn question_bytes(&self) -> u64 {
        self.path.question_bytes()
    }

    async fn warm(&self, trust: &Arc<TrustBundle>) {
        self.path.warm(trust).await;
    }
}
