//! A real way out that remembers what it carried and asked, and what the phone reckoned for it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_phone::{Answer, Path};
use hifazat_protocol::{Question, TrustBundle};
use hifazat_time::{Clock, ManualClock};
use tokio::sync::watch;

/// The way out, watched.
pub(super) struct Watched {
    inner: Arc<dyn Path>,
    clock: Arc<ManualClock>,
    carrying: AtomicUsize,
    begun: AtomicU64,
    /// Questions may be put.
    may_ask: watch::Sender<bool>,
    told: Mutex<Told>,
}

/// What went over it since it was told to count.
#[derive(Clone, Default)]
pub(super) struct Told {
    pub(super) envelope_bytes: u64,
    pub(super) reckoned_bytes: u64,
    pub(super) questions: u64,
    /// When each update went.
    pub(super) went: Vec<Duration>,
    pub(super) last_envelope: Vec<u8>,
    pub(super) last_question: Option<Question>,
}

impl Watched {
    /// Over one of the measured ways; `clock` is the phone's. Questions wait.
    pub(super) fn new(inner: Arc<dyn Path>, clock: &Arc<ManualClock>) -> Self {
        Self {
            inner,
            clock: Arc::clone(clock),
            carrying: AtomicUsize::new(0),
            begun: AtomicU64::new(0),
            may_ask: watch::Sender::new(false),
            told: Mutex::default(),
        }
    }

    fn told_so_far(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// No envelope is under way.
    pub(super) fn is_quiet(&self) -> bool {
        self.carrying.load(Ordering::Relaxed) == 0
    }

    /// How many exchanges have begun.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Counts from here, and lets questions go.
    pub(super) fn start_over(&self) {
        *self.told_so_far() = Told::default();
        self.may_ask.send_replace(true);
    }

    /// What went.
    pub(super) fn told(&self) -> Told {
        self.told_so_far().clone()
    }
}

#[async_trait]
impl Path for Watched {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn takes(&self, trust: &TrustBundle, envelope: &[u8]) -> bool {
        self.inner.takes(trust, envelope)
    }

    async fn carry(&self, trust: &Arc<TrustBundle>, envelope: &[u8]) -> Answer {
        {
            let length = u64::try_from(envelope.len()).unwrap_or(u64::MAX);
            let mut told = self.told_so_far();
            told.envelope_bytes += length;
            told.reckoned_bytes += length + self.inner.overhead_bytes();
            told.went.push(self.clock.elapsed());
            told.last_envelope = envelope.to_vec();
        }
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.carrying.fetch_add(1, Ordering::Relaxed);
        let _under_way = UnderWay(&self.carrying);
        self.inner.carry(trust, envelope).await
    }

    async fn ask(&self, trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer> {
        // The sender lives as long as `self`: waiting cannot fail.
        drop(self.may_ask.subscribe().wait_for(|may| *may).await);
        {
            let mut told = self.told_so_far();
            told.questions += 1;
            told.reckoned_bytes += self.inner.question_bytes();
            told.last_question = Some(question.clone());
        }
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.inner.ask(trust, question, wait).await
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        None
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {}

    fn overhead_bytes(&self) -> u64 {
        self.inner.overhead_bytes()
    }

    fn question_bytes(&self) -> u64 {
        self.inner.question_bytes()
    }
}

/// Counted until it is dropped.
struct UnderWay<'a>(&'a AtomicUsize);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
