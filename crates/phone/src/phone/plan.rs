//! What to do next: which entries to carry, which alerts to ask about. Pure.
//!
//! Real alarms before drills before checks, the newest first, one entry of an alert at a time and in order, the raise
//! before all else. An old alert whose attempts hang or fail holds its own lane and nobody else's; the first in the order
//! never waits for a lane.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hifazat_protocol::{AlertId, Status, UnixMillis};

use crate::alert::Alert;
use crate::record::{Entry, EntryKey, EntryState};

/// Lanes that may be busy at once, each way; the first alert in the order gets one beyond them.
const LANES: usize = 4;
/// While there was news within this time, the room is asked without a pause.
const EAGER: Duration = Duration::from_secs(15 * 60);
const LONGEST_QUIET: Duration = Duration::from_secs(10 * 60);

/// One thing to do.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    Carry { alert: Alert, entry: Entry },
    Ask { alert: Alert },
}

/// A lane is busy for one alert, one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    Carry(AlertId),
    Ask(AlertId),
    Warm,
}

impl Job {
    pub(crate) const fn lane(&self) -> Lane {
        match self {
            Self::Carry { alert, .. } => Lane::Carry(alert.facts().id),
            Self::Ask { alert } => Lane::Ask(alert.facts().id),
        }
    }
}

/// Pauses between attempts, by the machine's clock. In memory only: after a relaunch everything is due at once.
#[derive(Debug, Default)]
pub(crate) struct Pauses {
    entries: BTreeMap<EntryKey, Duration>,
    asks: BTreeMap<AlertId, AskPause>,
    waiting: BTreeMap<AlertId, UnixMillis>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct AskPause {
    pub(crate) due: Duration,
    pub(crate) failures: u32,
    pub(crate) last_news: Duration,
}

impl Pauses {
    pub(crate) fn pause_entry(&mut self, key: EntryKey, due: Duration) {
        self.entries.insert(key, due);
    }

    pub(crate) fn ask(&self, alert: AlertId, now: Duration) -> AskPause {
        let fresh = AskPause { due: now, failures: 0, last_news: now };
        self.asks.get(&alert).copied().unwrap_or(fresh)
    }

    pub(crate) fn pause_ask(&mut self, alert: AlertId, pause: AskPause) {
        self.asks.insert(alert, pause);
    }

    pub(crate) fn waiting_since(&self, alert: AlertId) -> Option<UnixMillis> {
        self.waiting.get(&alert).copied()
    }

    /// Nobody was reached for this alert; `true` when that is news.
    pub(crate) fn nobody_reached(&mut self, alert: AlertId, now: UnixMillis) -> bool {
        let news = !self.waiting.contains_key(&alert);
        self.waiting.entry(alert).or_insert(now);
        news
    }

    pub(crate) fn somebody_reached(&mut self, alert: AlertId) -> bool {
        self.waiting.remove(&alert).is_some()
    }

    /// The network is another one: everything is due at once.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        for ask in self.asks.values_mut() {
            ask.due = Duration::ZERO;
            ask.failures = 0;
        }
    }
}

/// How long to leave the room alone after an answer without news: not at all while things are moving, longer and longer
/// when nothing has come for a while, never more than ten minutes.
pub(crate) fn quiet_pause(since_news: Duration) -> Duration {
    if since_news < EAGER { Duration::ZERO } else { (since_news / 30).min(LONGEST_QUIET) }
}

/// What to begin now, and how long until something falls due by itself.
pub(crate) fn plan(
    alerts: &[Alert],
    pauses: &Pauses,
    busy: &BTreeSet<Lane>,
    now: Duration,
) -> (Vec<Job>, Option<Duration>) {
    let mut order: Vec<&Alert> = alerts.iter().collect();
    order.sort_by_key(|alert| rank(alert.facts().status));
    let mut jobs = Vec::new();
    let mut next_due: Option<Duration> = None;
    let mut wait_for = |due: Duration| {
        let pause = due.saturating_sub(now);
        next_due = Some(next_due.map_or(pause, |least| least.min(pause)));
    };

    let mut carrying = busy.iter().filter(|lane| matches!(lane, Lane::Carry(_))).count();
    for (place, alert) in order.iter().filter(|alert| alert.record.open_entries() > 0).enumerate() {
        if busy.contains(&Lane::Carry(alert.facts().id)) {
            continue;
        }
        match next_entry(alert, pauses, now) {
            Next::Now(entry) if carrying < LANES || place == 0 => {
                carrying += 1;
                jobs.push(Job::Carry { alert: (*alert).clone(), entry: entry.clone() });
            }
            Next::Later(due) => wait_for(due),
            Next::Now(_) | Next::Nothing => {}
        }
    }

    let mut asking = busy.iter().filter(|lane| matches!(lane, Lane::Ask(_))).count();
    for (place, alert) in order.iter().filter(|alert| alert.wants_more()).enumerate() {
        let id = alert.facts().id;
        let due = pauses.ask(id, now).due;
        if busy.contains(&Lane::Ask(id)) {
            continue;
        }
        if due > now {
            wait_for(due);
        } else if asking < LANES || place == 0 {
            asking += 1;
            jobs.push(Job::Ask { alert: (*alert).clone() });
        }
    }
    (jobs, next_due)
}

const fn rank(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Exercise => 1,
        Status::Test => 2,
    }
}

enum Next<'a> {
    Now(&'a Entry),
    Later(Duration),
    Nothing,
}

/// The first open entry, in order. One that failed for want of a network holds the later ones back, for they would fail
/// too; one that the room refused does not.
fn next_entry<'a>(alert: &'a Alert, pauses: &Pauses, now: Duration) -> Next<'a> {
    let mut earliest: Option<Duration> = None;
    for entry in alert.record.entries.iter().filter(|entry| entry.is_open()) {
        let due = pauses.entries.get(&entry.key).copied().unwrap_or(now);
        if due <= now {
            return Next::Now(entry);
        }
        earliest = Some(earliest.map_or(due, |least| least.min(due)));
        match entry.state {
            EntryState::Pending => break,
            EntryState::Parked { .. } | EntryState::Settled => {}
        }
    }
    earliest.map_or(Next::Nothing, Next::Later)
}
