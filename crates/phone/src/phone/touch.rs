//! Texts that only her own touch can send: she has not given leave, or the system lets no app send by itself. She touches the
//! page's button, and the telephone's messages app opens with the text filled in. What she does there nobody may be told: the
//! text goes on waiting for her touch until a receipt says that the room has it.

use hifazat_protocol::AlertId;

use crate::alert::Alert;
use crate::moment::Moment;
use crate::phone::Phone;
use crate::phone::text::{Due, due};
use crate::record::{Entry, EntryKey, EntryKind};
use crate::store::Lease;

/// Who sends a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// The phone.
    ByItself,
    /// She, who has just asked for it.
    ByHer,
}

impl How {
    /// So long no other try may begin. Her touch is never told to wait.
    pub(crate) const fn holds_ms(self) -> i64 {
        match self {
            Self::ByItself => Lease::LONGEST_MS,
            Self::ByHer => 0,
        }
    }
}

impl Phone {
    /// She wants to send the alert's text herself. Its own comes first, then what follows it, then each again. `false`: no such
    /// alert is kept here, or no text of it waits.
    pub fn touch_text(&self, alert: AlertId) -> bool {
        let Some(alert) = self.alert(alert) else { return false };
        let next = next_to_touch(&alert, self.is_offline(alert.facts().id), self.now());
        let waits = next.is_some();
        self.state().texting.touched = next;
        self.bump();
        waits
    }
}

/// Of those that are due the one that was tried least, the earliest first. After a PIN no more than the raise and the cancel:
/// how often there is something to touch for must not tell one PIN from the other.
fn next_to_touch(alert: &Alert, offline: bool, now: Moment) -> Option<EntryKey> {
    let may_show = |entry: &&Entry| match entry.kind {
        EntryKind::Raise | EntryKind::Cancel => true,
        EntryKind::Update | EntryKind::LastWord => !alert.a_pin_was_entered(),
        EntryKind::Clip | EntryKind::ClipPiece => false,
    };
    let is_due = |entry: &&Entry| due(alert, entry, offline, now) == Due::Now;
    let tried = |entry: &&Entry| (entry.text.as_ref().map(|text| text.tries), entry.key.sequence);
    alert.record.entries.iter().filter(may_show).filter(is_due).min_by_key(tried).map(|entry| entry.key)
}
