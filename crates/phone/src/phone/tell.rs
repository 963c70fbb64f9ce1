//! Telling where she is: sealing what the tracker has gathered, when the way is clear and the budget allows, and the last
//! word of a battery that is nearly empty.

use std::sync::Arc;
use std::time::Duration;

use hifazat_protocol::{AlertId, Fix, Message, Status, Update};

use crate::budget::{Fare, Share};
use crate::location::tracker::Tracker;
use crate::moment::Moment;
use crate::path::Path;
use crate::phone::Phone;
use crate::record::{AlertRecord, EntryKind};
use crate::view::PlaceView;

/// Below so many per cent the phone expects to fall silent.
const LAST_WORD_BELOW: u8 = 5;
/// An update without a fix, and what a fix adds to it.
const BARE_BYTES: usize = 224;
const FIX_BYTES: usize = 66;

impl Phone {
    /// Seals what is due and says how long until more may be; `None` when nothing is waiting.
    pub(crate) fn tell_places(&self, alert: AlertId, tracker: &mut Tracker) -> Option<Duration> {
        let held = self.ledger.one(alert)?;
        let now = self.now();
        tracker.note_way(held.record.way_is_clear(), now);
        // Without a key to seal to, places stay in memory.
        self.state().trust.room_key()?;
        if self.wants_last_word(&held.record, tracker, now) {
            self.say_last_word(alert, tracker, now);
            return None;
        }
        let cost = self.fare().of(tracker.next_size().saturating_mul(FIX_BYTES).saturating_add(BARE_BYTES));
        let elapsed = self.ports.clock.elapsed();
        let budget = self.state().budget().pause_before(Share::Current, cost, elapsed);
        let due = tracker.due_in(budget, now)?;
        if !due.is_zero() {
            return Some(due);
        }
        let pieces = tracker.take(now);
        // Each of them, whatever became of the one before.
        let sealed = pieces.into_iter().filter(|fixes| self.update(alert, EntryKind::Update, fixes.clone())).count();
        if sealed > 0 {
            self.bump();
        }
        None
    }

    /// What one attempt to carry an update costs beside its envelope: it begins with the path that last got something
    /// through.
    pub(crate) fn fare(&self) -> Fare {
        let favourite = self.state().favourite;
        let begins = |path: &&Arc<dyn Path>| favourite.is_none_or(|name| name == path.name());
        Fare::over(self.ports.paths.iter().filter(begins).map(|path| path.overhead_bytes()))
    }

    /// The same for a piece of a clip: one path takes what is so long, and it counts as the dearest there is.
    pub(crate) fn clip_fare(&self) -> Fare {
        Fare::over(self.ports.paths.iter().map(|path| path.overhead_bytes()).max().into_iter())
    }

    /// Once per alert, even if the phone is started again in between: the entry itself remembers it.
    fn wants_last_word(&self, record: &AlertRecord, tracker: &Tracker, now: Moment) -> bool {
        let said = record.entries.iter().any(|entry| entry.kind == EntryKind::LastWord);
        let low = {
            let heard = &self.state().heard;
            heard.battery_percent.is_some_and(|percent| percent < LAST_WORD_BELOW) && heard.charging != Some(true)
        };
        low && !said && tracker.has_looked(now)
    }

    /// Everything that has gathered goes now, and the newest place in any case.
    fn say_last_word(&self, alert: AlertId, tracker: &mut Tracker, now: Moment) {
        let mut pieces = tracker.take(now);
        let known = self.state().heard.fix;
        let last = pieces.pop().unwrap_or_else(|| known.into_iter().collect());
        for fixes in pieces {
            self.update(alert, EntryKind::Update, fixes);
        }
        if self.update(alert, EntryKind::LastWord, last) {
            self.bump();
        }
    }

    /// Adds the places that were found since the last message.
    fn update(&self, alert: AlertId, kind: EntryKind, fixes: Vec<Fix>) -> bool {
        let now = self.now();
        let place = fixes.last().map(|fix| PlaceView::of(fix, now.wall));
        let (battery_percent, charging) = {
            let heard = &self.state().heard;
            (heard.battery_percent, heard.charging)
        };
        let last_word = kind == EntryKind::LastWord;
        let update = Update { status: Status::Actual, at: now.wall, fixes, battery_percent, charging, last_word };
        self.add(alert, kind, &Message::Update(update), |facts, _| {
            // After either PIN the screen stands still, or it would tell the two apart.
            if facts.taken_back.is_none() && facts.cancelled.is_none() {
                facts.place = place;
            }
        })
    }
}
