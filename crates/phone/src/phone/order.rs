//! In which order the entries of one alert are carried, and what holds what back. Pure.
//!
//! The raise before all else. Then, each in a lane of its own so that none waits for another's slow exchange: a cancel,
//! the current position, and the backlog, which are the updates that did not get through at their time. While nobody can
//! be reached only the first of these knocks; whatever was held goes when somebody answers. Last of all, and one at a time,
//! the pieces of a clip: not while anything above is under way or about to be, and not before the room knows the clip's
//! digest.
//!
//! In the backlog the newest goes first, and one that was tried since the network was there lets the others try before it
//! comes again: whether the room says of an entry that it is stored may depend on an older one.

use std::cmp::Reverse;
use std::time::Duration;

use hifazat_protocol::Sequence;

use crate::alert::Alert;
use crate::budget::{Budget, Fare, Share};
use crate::phone::plan::Pauses;
use crate::record::{AlertRecord, Entry, EntryKind, EntryState};

/// No update is longer.
const FULL_BYTES: usize = 1_200;

/// What may be under way at once for one alert, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Raise,
    Cancel,
    Current,
    Backlog,
    Clip,
}

/// The next thing in one class.
pub(crate) enum Next<'a> {
    Now(Class, &'a Entry),
    Later(Duration),
}

/// By what it is decided.
pub(crate) struct Means<'a> {
    pub(crate) pauses: &'a Pauses,
    pub(crate) budget: &'a Budget,
    pub(crate) fare: Fare,
    /// What a question costs.
    pub(crate) question: u64,
    /// What the pieces of clips may cost, and what one costs.
    pub(crate) clips: (&'a Budget, Fare),
    pub(crate) now: Duration,
}

impl Class {
    /// Does it say that she needs help, where, or no more? Those have lanes that nothing else may take.
    pub(crate) const fn is_urgent(self) -> bool {
        match self {
            Self::Raise | Self::Cancel | Self::Current => true,
            Self::Backlog | Self::Clip => false,
        }
    }

    /// Out of which share of its byte budget it is paid; the raise and a cancel are not counted.
    pub(crate) const fn share(self) -> Option<Share> {
        match self {
            Self::Raise | Self::Cancel => None,
            Self::Current => Some(Share::Current),
            Self::Backlog | Self::Clip => Some(Share::Backlog),
        }
    }
}

impl Means<'_> {
    /// What to carry for an alert, at most one entry of each class.
    pub(crate) fn next_entries<'a>(&self, alert: &'a Alert) -> Vec<Next<'a>> {
        let offline = self.pauses.waiting_since(alert.facts().id).is_some();
        let (mut found, mut urgent) = (Vec::new(), false);
        for class in [Class::Raise, Class::Cancel, Class::Current, Class::Backlog] {
            let entries = self.entries_of(class, &alert.record);
            found.extend(self.next_of(class, &entries, &alert.record));
            let pending = entries.iter().any(|entry| entry.state == EntryState::Pending);
            if pending && (offline || class == Class::Raise) {
                return found;
            }
            urgent |= pending && class != Class::Backlog;
        }
        let about_to_go = found.iter().any(|next| matches!(next, Next::Now(..)));
        if !urgent && !about_to_go {
            found.extend(self.next_of(Class::Clip, &self.entries_of(Class::Clip, &alert.record), &alert.record));
        }
        found
    }

    /// The first that is due. One that waits for its next attempt holds the others of its class back; one that the room
    /// refused does not.
    fn next_of<'a>(&self, class: Class, entries: &[&'a Entry], record: &AlertRecord) -> Option<Next<'a>> {
        let waits = |entry: &&&Entry| self.pauses.due(entry.key, self.now) > self.now;
        let holding = entries.iter().filter(waits).filter(|entry| entry.state == EntryState::Pending);
        let earliest = |entry: &&Entry| self.pauses.due(entry.key, self.now);
        if let Some(due) = holding.map(earliest).min() {
            return Some(Next::Later(due));
        }
        match entries.iter().find(|entry| !waits(entry)) {
            None => entries.iter().map(earliest).min().map(Next::Later),
            Some(entry) => {
                let pause = self.budget_pause(class, entry, record);
                Some(if pause.is_zero() {
                    Next::Now(class, entry)
                } else {
                    Next::Later(self.now.saturating_add(pause))
                })
            }
        }
    }

    /// How long the budget lets an attempt wait. A new update was let through when it was sealed.
    fn budget_pause(&self, class: Class, entry: &Entry, record: &AlertRecord) -> Duration {
        let first = updates(record).next().is_some_and(|first| first.key == entry.key);
        let new = class == Class::Current && entry.attempts == 0;
        match class.share() {
            Some(share) if class == Class::Clip => {
                let (budget, fare) = self.clips;
                budget.pause_before(share, fare.of(entry.envelope.len()), self.now)
            }
            Some(share) if !first && !new && entry.kind != EntryKind::LastWord && entry.kind != EntryKind::Clip => {
                // As dear as any, so that the current one beside it may be.
                let bytes = if share == Share::Backlog { FULL_BYTES } else { entry.envelope.len() };
                self.budget.pause_before(share, self.fare.of(bytes), self.now)
            }
            Some(_) | None => Duration::ZERO,
        }
    }

    /// The open entries of a class, in the order in which they are to go.
    fn entries_of<'a>(&self, class: Class, record: &'a AlertRecord) -> Vec<&'a Entry> {
        let newest = updates(record).last().map(|entry| entry.key.sequence);
        let of_class = |entry: &&Entry| entry.is_open() && class_of(entry, newest) == class;
        let mut entries: Vec<&Entry> = record.entries.iter().filter(of_class).collect();
        match class {
            Class::Raise | Class::Cancel => {}
            Class::Current => entries.reverse(),
            Class::Clip if record.entries.iter().any(|entry| entry.kind == EntryKind::Clip && entry.is_open()) => {
                entries.clear();
            }
            Class::Clip => {}
            Class::Backlog => entries.sort_by_key(|entry| (self.pauses.tried(entry.key), Reverse(entry.key.sequence))),
        }
        entries
    }
}

fn class_of(entry: &Entry, newest: Option<Sequence>) -> Class {
    match entry.kind {
        EntryKind::Raise => Class::Raise,
        EntryKind::Cancel => Class::Cancel,
        EntryKind::LastWord => Class::Current,
        EntryKind::Update if Some(entry.key.sequence) == newest => Class::Current,
        EntryKind::Update | EntryKind::Clip => Class::Backlog,
        EntryKind::ClipPiece => Class::Clip,
    }
}

fn updates(record: &AlertRecord) -> impl Iterator<Item = &Entry> {
    record.entries.iter().filter(|entry| match entry.kind {
        EntryKind::Update | EntryKind::LastWord => true,
        EntryKind::Raise | EntryKind::Cancel | EntryKind::Clip | EntryKind::ClipPiece => false,
    })
}

impl AlertRecord {
    /// What was told last has got through: what is told now will not wait behind it.
    pub(crate) fn way_is_clear(&self) -> bool {
        let raised = self.entries.first().is_some_and(|raise| raise.kind == EntryKind::Raise && !raise.is_open());
        raised && updates(self).last().is_none_or(|newest| !newest.is_open())
    }
}
