//! A path with a script, and a small control room behind it that answers with real receipts.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_protocol::{Question, SealedEnvelope, TrustBundle};
use tokio::sync::Notify;

use super::{Answer, Path};

/// What a fake path does with one request.
type Reply = Box<dyn Fn(&SealedEnvelope) -> Answer + Send + Sync>;

/// A path that does what a test tells it. Without instructions nobody can be reached.
pub struct FakePath {
    name: &'static str,
    overhead_bytes: u64,
    inner: Mutex<Inner>,
    arrived: Notify,
}

#[derive(Default)]
struct Inner {
    script: VecDeque<Answer>,
    reply: Option<Reply>,
    asks: VecDeque<Answer>,
    hangs: bool,
    bundle: Option<String>,
    carried: Vec<Vec<u8>>,
    under_way: usize,
    asked: Vec<Vec<u8>>,
    warmed: u32,
}

impl FakePath {
    /// Shared, as the brain wants it.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Self::named("fake")
    }

    /// One of several.
    #[must_use]
    pub fn named(name: &'static str) -> Arc<Self> {
        Self::costing(name, 2_400)
    }

    /// One whose exchanges cost so much.
    #[must_use]
    pub fn costing(name: &'static str, overhead_bytes: u64) -> Arc<Self> {
        Arc::new(Self { name, overhead_bytes, inner: Mutex::default(), arrived: Notify::new() })
    }

    /// The next carried envelope gets this answer, before any [`FakePath::reply_with`].
    pub fn answer_once(&self, answer: Answer) {
        self.inner().script.push_back(answer);
    }

    /// From now on every carried envelope is answered by this function.
    pub fn reply_with(&self, reply: impl Fn(&SealedEnvelope) -> Answer + Send + Sync + 'static) {
        self.inner().reply = Some(Box::new(reply));
    }

    /// The next question gets this answer at once; a question without one is held open for ever.
    pub fn answer_ask(&self, answer: Answer) {
        self.inner().asks.push_back(answer);
        self.arrived.notify_waiters();
    }

    /// From now on requests never come back (`true`), or do again.
    pub fn hang(&self, hangs: bool) {
        self.inner().hangs = hangs;
        self.arrived.notify_waiters();
    }

    /// Offers this bundle.
    pub fn offer_bundle(&self, text: String) {
        self.inner().bundle = Some(text);
    }

    /// Every envelope carried so far.
    #[must_use]
    pub fn carried(&self) -> Vec<Vec<u8>> {
        self.inner().carried.clone()
    }

    /// How many attempts are neither answered nor dropped.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.inner().under_way
    }

    /// Every question asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Vec<u8>> {
        self.inner().asked.clone()
    }

    /// How often the line was warmed.
    #[must_use]
    pub fn warmed(&self) -> u32 {
        self.inner().warmed
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that is under way for as long as this lives.
struct Attempt<'a>(&'a FakePath);

impl<'a> Attempt<'a> {
    fn begin(path: &'a FakePath, envelope: &[u8]) -> Self {
        let mut inner = path.inner();
        inner.carried.push(envelope.to_vec());
        inner.under_way += 1;
        Self(path)
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.0.inner().under_way -= 1;
    }
}

#[async_trait]
impl Path for FakePath {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes(&self, _trust: &TrustBundle, _envelope: &[u8]) -> bool {
        true
    }

    async fn carry(&self, _trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        let _attempt = Attempt::begin(self, envelope);
        if self.inner().hangs {
            std::future::pending::<()>().await;
        }
        let mut inner = self.inner();
        if let Some(answer) = inner.script.pop_front() {
            return answer;
        }
        match (&inner.reply, SealedEnvelope::parse(envelope.to_vec())) {
            (Some(reply), Ok(envelope)) => reply(&envelope),
            (None, _) | (_, Err(_)) => Answer::Unreachable,
        }
    }

    async fn ask(&self, _trust: &Arc<TrustBundle>, question: &Question, _wait: Duration) -> Option<Answer> {
        self.inner().asked.push(question.as_bytes().to_vec());
        loop {
            let arrived = self.arrived.notified();
            tokio::pin!(arrived);
            arrived.as_mut().enable();
            if let Some(answer) = self.inner().asks.pop_front() {
                return Some(answer);
            }
            arrived.await;
        }
    }

    fn overhead_bytes(&self) -> u64 {
        self.overhead_bytes
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        self.inner().bundle.clone()
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {
        self.inner().warmed += 1;
    }
}
