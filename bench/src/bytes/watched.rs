//! A real way out that remembers what it carried. Questions are answered here: held open, and then nothing new.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use async_trait::async_trait;
use hifazat_phone::{Answer, Path, Phone};
use hifazat_protocol::{Question, TrustBundle};
use hifazat_time::{Clock, ManualClock, SystemClock};

use super::hour::Hour;
use super::meter::Meter;

/// A connection that nobody has used for so long is not there any more.
const IDLE: Duration = Duration::from_secs(10);
/// Until a path has learned that a connection is gone.
const NOTICING: Duration = Duration::from_millis(5);

/// The way out, watched.
pub(super) struct Watched {
    inner: Arc<dyn Path>,
    meter: Meter,
    clock: Arc<ManualClock>,
    under_way: AtomicUsize,
    questions: AtomicU64,
    carried: Mutex<Carried>,
}

#[derive(Default)]
struct Carried {
    updates: u64,
    envelope_bytes: u64,
    last: Option<Duration>,
    asked: Option<Question>,
}

impl Watched {
    /// Over one of the measured ways; `clock` is the phone's.
    pub(super) fn new(inner: Arc<dyn Path>, meter: &Meter, clock: &Arc<ManualClock>) -> Self {
        let (meter, clock) = (meter.clone(), Arc::clone(clock));
        Self {
            inner,
            meter,
            clock,
            under_way: AtomicUsize::new(0),
            questions: AtomicU64::new(0),
            carried: Mutex::default(),
        }
    }

    fn carried(&self) -> MutexGuard<'_, Carried> {
        self.carried.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing is under way.
    pub(super) fn is_quiet(&self) -> bool {
        self.under_way.load(Ordering::Relaxed) == 0
    }

    /// The bytes since this was asked last.
    pub(super) fn meter_take(&self) -> u64 {
        self.meter.take()
    }

    /// Counts from here; what was open is closed.
    pub(super) fn start_over(&self) {
        *self.carried() = Carried::default();
        self.questions.store(0, Ordering::Relaxed);
        self.meter.cut();
        self.meter.take();
    }

    /// What was carried, without what only the room can tell.
    pub(super) fn told(&self) -> Hour {
        let carried = self.carried();
        let around = self.inner.overhead_bytes().saturating_mul(carried.updates);
        Hour {
            path: self.inner.name(),
            alert_bytes: 0,
            track_bytes: self.meter.take(),
            envelope_bytes: carried.envelope_bytes,
            reckoned_bytes: carried.envelope_bytes.saturating_add(around),
            updates: carried.updates,
            questions: self.questions.load(Ordering::Relaxed),
            question_bytes: 0,
            places: Vec::new(),
        }
    }

    /// What one question costs that finds nothing new at once.
    pub(super) async fn question(&self, phone: &Phone) -> Result<u64> {
        let trust = phone.bundle().context("a phone without a bundle")?;
        let question = self.carried().asked.clone().context("nothing was asked")?;
        self.meter.cut();
        SystemClock.sleep(NOTICING).await;
        self.meter.take();
        self.inner.ask(&trust, &question, Duration::ZERO).await;
        Ok(self.meter.take())
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
        self.under_way.fetch_add(1, Ordering::Relaxed);
        let now = self.clock.elapsed();
        let before = self.carried().last.replace(now);
        if before.is_none_or(|before| now.saturating_sub(before) > IDLE) {
            self.meter.cut();
            SystemClock.sleep(NOTICING).await;
        }
        let answer = self.inner.carry(trust, envelope).await;
        {
            let mut carried = self.carried();
            carried.updates += 1;
            carried.envelope_bytes += u64::try_from(envelope.len()).unwrap_or(u64::MAX);
        }
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        answer
    }

    async fn ask(&self, _trust: &Arc<TrustBundle>, question: &Question, wait: Duration) -> Option<Answer> {
        self.carried().asked = Some(question.clone());
        self.questions.fetch_add(1, Ordering::Relaxed);
        self.clock.sleep(wait).await;
        Some(Answer::Receipts(Vec::new()))
    }

    async fn bundle(&self, _trust: &Arc<TrustBundle>) -> Option<String> {
        None
    }

    async fn warm(&self, _trust: &Arc<TrustBundle>) {}

    fn overhead_bytes(&self) -> u64 {
        self.inner.overhead_bytes()
    }
}
