//! The clip: a short recording that native code makes when she chose it. It is sealed before anything else happens to it,
//! and kept as entries of the outbox like all that she says: first one that names it by its digest, then its pieces.

use hifazat_protocol::{AlertId, Clip, MediaType, Message, Status, UnixMillis};

use crate::alert::Alert;
use crate::phone::Phone;
use crate::record::EntryKind;

/// A clip is begun no later than so after the tap: what comes then is no longer the emergency.
const BEGIN_WITHIN_MS: i64 = 60_000;

/// What became of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipOutcome {
    /// It is sealed and goes its way, if its alert still does. Says the same after either PIN.
    Taken,
    /// She has not chosen that anything is recorded.
    NotChosen,
    /// Empty, or longer than any clip may be.
    BadLength,
    /// No such alarm is kept here.
    UnknownAlert,
    /// It could not be sealed: there is no trust bundle.
    NoKey,
}

impl Phone {
    /// Sets whether a clip is recorded when an alarm begins. Off at first.
    pub fn set_clip(&self, wanted: bool) {
        self.edit_profile(|profile| profile.clip = wanted);
    }

    fn clip_is_chosen(&self) -> bool {
        self.state().settings.profile.clip
    }

    /// For which alarm native code should record a clip now, if for any. Says the same after either PIN.
    #[must_use]
    pub fn wants_clip(&self) -> Option<AlertId> {
        let now = self.now();
        let alerts = self.known();
        let newest = alerts.iter().find(|alert| alert.facts().status == Status::Actual)?;
        let begins = |alert: &&Alert| now.wall.since(alert.facts().tapped.wall).abs() < BEGIN_WITHIN_MS;
        let has_one = newest.record.entries.iter().any(|entry| entry.kind == EntryKind::Clip);
        let lives = newest.stands_open() && !newest.a_pin_was_entered() && !has_one;
        Some(newest).filter(|_| lives && self.clip_is_chosen()).filter(begins).map(|alert| alert.facts().id)
    }

    /// Takes a clip and seals it; durable when it returns. Nothing of it stays in the clear.
    pub fn take_clip(&self, alert: AlertId, bytes: &[u8], recorded_at: UnixMillis, media: MediaType) -> ClipOutcome {
        if !self.clip_is_chosen() {
            return ClipOutcome::NotChosen;
        }
        let Some(clip) = Clip::of(bytes, Status::Actual, recorded_at, media) else { return ClipOutcome::BadLength };
        let known = self.alert(alert).filter(|known| known.facts().status == Status::Actual);
        let Some(known) = known else { return ClipOutcome::UnknownAlert };
        if !known.is_followed() {
            // She took it back while it was being recorded.
            return ClipOutcome::Taken;
        }
        let pieces: Vec<_> = clip.pieces(bytes).into_iter().map(Message::ClipPiece).collect();
        let pieces = pieces.iter().map(|piece| (EntryKind::ClipPiece, piece));
        let named = Message::Clip(clip);
        let messages: Vec<_> = std::iter::once((EntryKind::Clip, &named)).chain(pieces).collect();
        let kept = self.add_all(alert, &messages, |_, _| {});
        self.bump();
        if kept { ClipOutcome::Taken } else { ClipOutcome::NoKey }
    }
}
