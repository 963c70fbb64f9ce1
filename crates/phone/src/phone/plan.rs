//! What to do next: which entries to carry, which alerts to ask about. Pure.
//!
//! Real alarms before drills before checks, the newest first; within an alert by the rules of `order.rs`. An old alert
//! whose attempts hang or fail holds its own lanes and nobody else's; the first in the order never waits for a lane. About
//! the others the room is asked in turn.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hifazat_protocol::{AlertId, Status, UnixMillis};

use crate::alert::Alert;
use crate::budget::Share;
use crate::phone::order::{Class, Means, Next};
use crate::record::{Entry, EntryKey};

/// Lanes that may be busy at once, each way; the first alert in the order gets one beyond them.
const LANES: usize = 4;
/// While there was news within this time, the room is asked without a pause.
const EAGER: Duration = Duration::from_secs(15 * 60);
const LONGEST_QUIET: Duration = Duration::from_secs(10 * 60);
/// So long after the last word, and after the first question, the next may come any moment.
const AWAITED: Duration = Duration::from_secs(5 * 60);
/// An answer to an update that told all words is as good as one to a question; none is put for so long.
const TOLD: Duration = Duration::from_secs(5 * 60);

/// One thing to do.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    Carry { alert: Box<Alert>, entry: Box<Entry>, class: Class },
    Ask { alert: Box<Alert>, share: Share },
}

/// A lane is busy for one alert, one way; what is carried has a lane for each class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lane {
    Carry(AlertId, Class),
    Ask(AlertId),
    Warm,
}

impl Job {
    pub(crate) const fn lane(&self) -> Lane {
        match self {
            Self::Carry { alert, class, .. } => Lane::Carry(alert.facts().id, *class),
            Self::Ask { alert, .. } => Lane::Ask(alert.facts().id),
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
    /// When an answer to an update last told all words.
    pub(crate) told: Option<Duration>,
}

impl AskPause {
    /// Out of what a question is paid now.
    fn share(&self, now: Duration) -> Share {
        if now.saturating_sub(self.last_news) < AWAITED { Share::Awaited } else { Share::Question }
    }

    /// When it may be put.
    fn due(&self, now: Duration) -> Duration {
        match self.told {
            Some(told) if self.share(now) == Share::Question => self.due.max(told.saturating_add(TOLD)),
            Some(_) | None => self.due,
        }
    }
}

impl Pauses {
    pub(crate) fn pause_entry(&mut self, key: EntryKey, due: Duration) {
        self.entries.insert(key, due);
    }

    /// When an entry may be tried: now, unless it was told to wait.
    pub(crate) fn due(&self, key: EntryKey, now: Duration) -> Duration {
        self.entries.get(&key).copied().unwrap_or(now)
    }

    /// Until when an entry was told to wait since somebody was last reached; `None` when it was not tried.
    pub(crate) fn tried(&self, key: EntryKey) -> Option<Duration> {
        self.entries.get(&key).copied()
    }

    pub(crate) fn ask(&self, alert: AlertId, now: Duration) -> AskPause {
        let fresh = AskPause { due: now, failures: 0, last_news: now, told: None };
        self.asks.get(&alert).copied().unwrap_or(fresh)
    }

    /// Until when it was told to wait after the last question; `None` when there was none.
    fn asked(&self, alert: AlertId) -> Option<Duration> {
        self.asks.get(&alert).map(|pause| pause.due)
    }

    pub(crate) fn pause_ask(&mut self, alert: AlertId, pause: AskPause) {
        self.asks.insert(alert, pause);
    }

    /// An answer to an update has told all words that the room has; `news`: some of them were not known.
    pub(crate) fn told_all(&mut self, alert: AlertId, news: bool, now: Duration) {
        let mut ask = self.ask(alert, now);
        ask.told = Some(now);
        if news {
            ask.last_news = now;
        }
        self.asks.insert(alert, ask);
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

    /// Somebody was reached; `true` when that is news. Then whatever waited for a network is due.
    pub(crate) fn somebody_reached(&mut self, alert: AlertId) -> bool {
        let news = self.waiting.remove(&alert).is_some();
        if news {
            self.entries.retain(|paused, _| paused.alert != alert);
        }
        news
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
pub(crate) fn plan(alerts: &[Alert], means: &Means<'_>, busy: &BTreeSet<Lane>) -> (Vec<Job>, Option<Duration>) {
    let mut order: Vec<&Alert> = alerts.iter().collect();
    order.sort_by_key(|alert| rank(alert.facts().status));
    let mut plan = Plan { means, busy, jobs: Vec::new(), next_due: None };
    plan.carry(&order);
    plan.ask(&order);
    (plan.jobs, plan.next_due)
}

struct Plan<'a> {
    means: &'a Means<'a>,
    busy: &'a BTreeSet<Lane>,
    jobs: Vec<Job>,
    next_due: Option<Duration>,
}

impl Plan<'_> {
    fn wait_for(&mut self, due: Duration) {
        let pause = due.saturating_sub(self.means.now);
        self.next_due = Some(self.next_due.map_or(pause, |least| least.min(pause)));
    }

    fn carry(&mut self, order: &[&Alert]) {
        let busy = self.busy;
        let busy_with = |class: fn(Class) -> bool| {
            busy.iter().filter(|lane| matches!(lane, Lane::Carry(_, of) if class(*of))).count()
        };
        let mut catching_up = busy_with(|class| class == Class::Backlog) > 0;
        let mut carrying = busy_with(Class::is_urgent);
        let mut clip = None;
        for (place, alert) in order.iter().filter(|alert| alert.record.open_entries() > 0).enumerate() {
            for next in self.means.next_entries(alert) {
                let (class, entry) = match next {
                    Next::Now(class, entry) => (class, entry),
                    Next::Later(due) => {
                        self.wait_for(due);
                        continue;
                    }
                };
                // One backlog at a time, beside the lanes of what is urgent.
                let free = match class {
                    Class::Backlog => !catching_up,
                    Class::Raise | Class::Cancel | Class::Current => carrying < LANES || place == 0,
                    Class::Clip => {
                        clip = clip.or(Some(Job::Carry {
                            alert: Box::new((*alert).clone()),
                            entry: Box::new(entry.clone()),
                            class,
                        }));
                        continue;
                    }
                };
                if self.busy.contains(&Lane::Carry(alert.facts().id, class)) || !free {
                    continue;
                }
                match class {
                    Class::Backlog => catching_up = true,
                    Class::Raise | Class::Cancel | Class::Current => carrying += 1,
                    Class::Clip => {}
                }
                self.jobs.push(Job::Carry { alert: Box::new((*alert).clone()), entry: Box::new(entry.clone()), class });
            }
        }
        // One piece of one clip, when nothing else of any alert is being carried or about to be.
        let idle = self.jobs.is_empty() && busy_with(|_| true) == 0;
        self.jobs.extend(clip.filter(|_| idle));
    }

    fn ask(&mut self, order: &[&Alert]) {
        let mut asking = self.busy.iter().filter(|lane| matches!(lane, Lane::Ask(_))).count();
        let mut order: Vec<&&Alert> = order.iter().filter(|alert| alert.wants_more()).collect();
        // A question is held at the room and comes again at once: those behind the first take turns.
        if let Some((_, others)) = order.split_first_mut() {
            others.sort_by_key(|alert| self.means.pauses.asked(alert.facts().id));
        }
        for (place, alert) in order.into_iter().enumerate() {
            let id = alert.facts().id;
            if self.busy.contains(&Lane::Ask(id)) {
                continue;
            }
            let Means { pauses, budget, question, now, .. } = *self.means;
            let pause = pauses.ask(id, now);
            let (due, share) = (pause.due(now), pause.share(now));
            let due = due.max(now.saturating_add(budget.pause_before(share, question, now)));
            if due > now {
                self.wait_for(due);
            } else if asking < LANES || place == 0 {
                asking += 1;
                self.jobs.push(Job::Ask { alert: Box::new((**alert).clone()), share });
            }
        }
    }
}

const fn rank(status: Status) -> u8 {
    match status {
        Status::Actual => 0,
        Status::Exercise => 1,
        Status::Test => 2,
    }
}
