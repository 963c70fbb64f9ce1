//! The mobile operator, who carries texts both ways: late, lost, twice, or not at all. He knows nothing of packets.
//!
//! What he has taken he brings again until somebody has acknowledged it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use hifazat_netlab::{Random, Toward};
use hifazat_phone::{TextTrouble, Texts};
use hifazat_protocol::{AlertId, SealedText, Stage};
use hifazat_time::Clock;

use crate::op::Fate;
use crate::time::Time;
use crate::trace::{Trace, digest};

/// Hers, as he gives it.
pub(crate) const HER_NUMBER: &str = "+923001234567";
/// A modem takes so long to hand a text over.
const HAND_OVER: Duration = Duration::from_secs(2);
/// A text is under way for so long, and up to as much again.
const FASTEST_MS: u64 = 2_000;
/// Between two tries to get rid of one.
const AGAIN: Duration = Duration::from_secs(20);

/// The operator.
pub(crate) struct Carrier {
    time: Arc<Time>,
    trace: Arc<Trace>,
    inner: Mutex<Inner>,
}

struct Inner {
    chance: Random,
    fates: BTreeMap<Toward, VecDeque<Fate>>,
    /// By the time of the next try.
    under_way: BTreeMap<(Duration, u64), (Toward, String)>,
    count: u64,
    /// Alerts of which he has taken a text from her.
    taken: BTreeSet<AlertId>,
    /// What the room has sent as texts.
    told: BTreeSet<(AlertId, Stage)>,
}

/// What he says to whoever hands him a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Taken,
    Refused,
    Nothing,
}

impl Carrier {
    pub(crate) fn new(seed: u64, time: Arc<Time>, trace: Arc<Trace>) -> Arc<Self> {
        let inner = Inner {
            chance: Random::seeded(seed),
            fates: BTreeMap::new(),
            under_way: BTreeMap::new(),
            count: 0,
            taken: BTreeSet::new(),
            told: BTreeSet::new(),
        };
        Arc::new(Self { time, trace, inner: Mutex::new(inner) })
    }

    /// Takes a receipt for her; `false`: he refused it.
    pub(crate) fn tell(&self, alert: AlertId, stage: Stage, text: &str) -> bool {
        let taken = self.take(Toward::Phone, text) != Said::Refused;
        if taken {
            self.inner().told.insert((alert, stage));
        }
        taken
    }

    /// Has the room said this in a text?
    pub(crate) fn has_told(&self, alert: AlertId, stage: Stage) -> bool {
        self.inner().told.contains(&(alert, stage))
    }

    /// Has he taken a text of this alert from her?
    pub(crate) fn has_taken(&self, alert: AlertId) -> bool {
        self.inner().taken.contains(&alert)
    }

    /// The next texts of a direction have another fate.
    pub(crate) fn decide(&self, toward: Toward, fate: Fate, texts: u8) {
        self.inner().fates.entry(toward).or_default().extend(std::iter::repeat_n(fate, texts.into()));
    }

    pub(crate) fn calm(&self) {
        self.inner().fates.clear();
    }

    /// When something happens next.
    pub(crate) fn next(&self) -> Option<Duration> {
        self.inner().under_way.first_key_value().map(|((at, _), _)| *at)
    }

    /// The next text that is to be brought by now. It comes again unless it is acknowledged by its number.
    pub(crate) fn bring(&self) -> Option<(u64, Toward, String)> {
        let now = self.time.now();
        let mut inner = self.inner();
        let first = inner.under_way.first_entry().filter(|first| first.key().0 <= now)?;
        let ((_, number), (toward, text)) = first.remove_entry();
        inner.under_way.insert((now + AGAIN, number), (toward, text.clone()));
        Some((number, toward, text))
    }

    pub(crate) fn acknowledge(&self, number: u64) {
        self.inner().under_way.retain(|(_, other), _| *other != number);
    }

    fn take(&self, toward: Toward, text: &str) -> Said {
        let now = self.time.now();
        let mut inner = self.inner();
        let fate = inner.fates.get_mut(&toward).and_then(VecDeque::pop_front);
        self.trace.note(|| format!("{now:?} text {toward:?} {:016x} {fate:?}", digest(text.as_bytes())));
        if fate == Some(Fate::Refused) {
            return Said::Refused;
        }
        if let Ok(sealed) = SealedText::parse(text) {
            inner.taken.insert(sealed.header().alert);
        }
        let arrives = now + Duration::from_millis(FASTEST_MS + inner.chance.below(FASTEST_MS));
        match fate {
            Some(Fate::Lost) => {}
            Some(Fate::Late { by_ms }) => inner.put(arrives + Duration::from_millis(by_ms.into()), toward, text),
            Some(Fate::Twice { after_ms }) => {
                inner.put(arrives, toward, text);
                inner.put(arrives + Duration::from_millis(after_ms.into()), toward, text);
            }
            Some(Fate::Unsaid | Fate::Refused) | None => inner.put(arrives, toward, text),
        }
        if fate == Some(Fate::Unsaid) { Said::Nothing } else { Said::Taken }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn put(&mut self, at: Duration, toward: Toward, text: &str) {
        self.count += 1;
        self.under_way.insert((at, self.count), (toward, text.to_owned()));
    }
}

/// What a phone hands its texts to.
pub(crate) struct Modem {
    pub(crate) carrier: Arc<Carrier>,
    pub(crate) clock: Arc<dyn Clock>,
}

#[async_trait]
impl Texts for Modem {
    fn ready(&self) -> Result<(), TextTrouble> {
        Ok(())
    }

    async fn send(&self, _number: &str, text: &str) -> Result<(), TextTrouble> {
        self.clock.sleep(HAND_OVER).await;
        match self.carrier.take(Toward::Room, text) {
            Said::Taken => Ok(()),
            Said::Refused => Err(TextTrouble::Refused),
            Said::Nothing => std::future::pending().await,
        }
    }
}
