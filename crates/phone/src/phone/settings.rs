//! What she sets: rule, language, hold, PINs; what she leaves for later; what she leaves behind.

use hifazat_protocol::{ContactRule, Fix, Language, Status};

use crate::alert::Alert;
use crate::budget::TRACK_BYTES_BOUNDS;
use crate::location::Permission;
use crate::phone::Phone;
use crate::pin::{Pin, PinVerifiers};
use crate::profile::{self, Profile, Proofs};
use crate::record::AlertFacts;
use crate::store::{Slot, StoreError};
use crate::view::Notice;

/// What became of two PINs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinsOutcome {
    /// They are in force.
    Saved,
    /// One of them is what everybody tries first.
    TooEasy,
    /// The two are equal.
    MustDiffer,
    /// One of them is not four digits.
    NotFourDigits,
    /// An alarm is live: whoever holds the phone now may not choose how it is cancelled.
    AlarmIsLive,
}

impl Phone {
    /// Sets both PINs, or says why not.
    pub fn set_pins(&self, cancel: &str, duress: &str) -> PinsOutcome {
        let (Some(cancel), Some(duress)) = (Pin::parse(cancel), Pin::parse(duress)) else {
            return PinsOutcome::NotFourDigits;
        };
        if cancel == duress {
            return PinsOutcome::MustDiffer;
        }
        if cancel.is_trivial() || duress.is_trivial() {
            return PinsOutcome::TooEasy;
        }
        if self.known().iter().any(Alert::stands_open) {
            return PinsOutcome::AlarmIsLive;
        }
        let pins = PinVerifiers::derive(&cancel, &duress, &*self.ports.entropy);
        self.written(profile::write(&*self.ports.vault, Slot::Pins, &pins));
        self.state().settings.pins = Some(pins);
        self.bump();
        PinsOutcome::Saved
    }

    /// Sets whether the police may text or ring her after an alarm. Counts from the next alert on.
    pub fn set_contact_rule(&self, rule: ContactRule) {
        self.edit_profile(|profile| profile.contact_rule = rule);
    }

    /// Sets the language of words.
    pub fn set_language(&self, language: Language) {
        self.edit_profile(|profile| profile.language = language);
    }

    /// Sets how long the button must be held, within 1,500–3,000 ms.
    pub fn set_hold_ms(&self, wish: u32) {
        self.edit_profile(|profile| profile.hold_ms = profile::bounded_hold_ms(wish));
    }

    /// Sets how many bytes an hour the track of a live alert may cost, over all paths: within [`TRACK_BYTES_BOUNDS`],
    /// 150,000 at first. A raise, a cancel, the first place and a last word never wait for it.
    pub fn set_track_budget(&self, bytes_per_hour: u32) {
        let bounded = bytes_per_hour.clamp(*TRACK_BYTES_BOUNDS.start(), *TRACK_BYTES_BOUNDS.end());
        self.edit_profile(|profile| profile.track_bytes_per_hour = bounded);
    }

    /// Sets whether the room may send receipts as texts when an alarm went as one. Off at first: a text on her phone can be
    /// seen by him. Counts from the next alert on.
    pub fn set_receipts_by_text(&self, wanted: bool) {
        self.edit_profile(|profile| profile.receipts_by_text = wanted);
    }

    /// Sets by the card of which slot texts go first; `None`: whichever can. Where it fails native code tries another.
    pub fn choose_text_card(&self, slot: Option<u8>) {
        self.edit_profile(|profile| profile.text_card = slot);
    }

    /// Leaves a set-up step (1–3) for later.
    pub fn setup_later(&self, step: u8) {
        self.edit_profile(|profile| {
            if !profile.postponed.contains(&step) {
                profile.postponed.push(step);
            }
        });
    }

    /// Asks her for leave to use the place; the receiver is tried at once by [`Phone::run`].
    pub async fn allow_location(&self) {
        let permission = self.ports.location.request_permission().await;
        {
            let mut state = self.state();
            state.heard.permission = Some(permission);
            state.heard.wants_place = permission != Permission::Denied;
        }
        self.bump();
    }

    /// Leaves the screen of a closed or taken-back alert. A live alarm cannot be dismissed.
    pub fn dismiss(&self) {
        let alerts = self.known();
        let shown = alerts.iter().find(|alert| alert.facts().status == Status::Actual && !alert.facts().dismissed);
        if let Some(alert) = shown.filter(|alert| alert.facts().taken_back.is_some() || !alert.is_live()) {
            self.leave_behind(alert.facts());
        }
    }

    /// Leaves every drill behind. One that no attempt has carried yet is withdrawn.
    pub fn end_drill(&self) {
        for alert in self.known().iter().filter(|alert| alert.facts().status == Status::Exercise) {
            let facts = AlertFacts { dismissed: true, taken_back: Some(self.now()), ..alert.facts().clone() };
            if !self.ledger.withdraw(&facts) {
                self.leave_behind(alert.facts());
            }
        }
        self.wipe_finished();
    }

    fn leave_behind(&self, facts: &AlertFacts) {
        self.ledger.amend(&AlertFacts { dismissed: true, ..facts.clone() });
        self.wipe_finished();
    }

    /// Local traces go once she has left an alert behind and nothing of it is on its way.
    pub(crate) fn wipe_finished(&self) {
        for alert in self.known().iter().filter(|alert| alert.is_finished()) {
            self.ledger.forget(alert.facts().id);
        }
        self.bump();
    }

    /// A position that a shell learned by itself: a fixed button's own place, a map tap. Used by the next raise.
    pub fn note_fix(&self, fix: Fix) {
        let good = fix.doubts(self.now().wall).is_empty();
        let mut state = self.state();
        state.heard.fix = Some(fix);
        // Written down by the house-keeping: a shell calls this just before a tap.
        state.heard.proves_place |= good;
    }

    /// As [`note_fix`](Self::note_fix), from a search that the right PIN would have ended: the readiness gate must learn
    /// nothing from it.
    pub fn note_fix_unproven(&self, fix: Fix) {
        self.state().heard.fix = Some(fix);
    }

    /// Battery charge in per cent.
    pub fn note_battery(&self, percent: u8) {
        self.state().heard.battery_percent = Some(percent.min(100));
    }

    /// Is the battery being charged?
    pub fn note_charging(&self, charging: bool) {
        self.state().heard.charging = Some(charging);
    }

    /// Adds something she has to be told.
    pub fn tell(&self, notice: Notice) {
        self.state().notices.insert(notice);
        self.bump();
    }

    /// Writes down that a check is proven now, at most once an hour.
    pub(crate) fn prove(&self, which: impl Fn(&mut Proofs) -> &mut Option<hifazat_protocol::UnixMillis>) {
        const HOUR_MS: i64 = 3_600_000;
        let now = self.now().wall;
        let proofs = {
            let mut state = self.state();
            let at = *which(&mut state.settings.proofs);
            let fresh = state.settings.proofs.fresh(at);
            if fresh.is_some_and(|at| (0..HOUR_MS).contains(&now.since(at))) {
                return;
            }
            *which(&mut state.settings.proofs) = Some(now);
            state.settings.proofs.clone()
        };
        self.written(profile::write(&*self.ports.vault, Slot::Proofs, &proofs));
        self.bump();
    }

    pub(crate) fn edit_profile(&self, edit: impl FnOnce(&mut Profile)) {
        let profile = {
            let mut state = self.state();
            edit(&mut state.settings.profile);
            state.settings.profile.clone()
        };
        self.written(profile::write(&*self.ports.vault, Slot::Profile, &profile));
        self.bump();
    }

    pub(crate) fn written(&self, result: Result<(), StoreError>) {
        if let Err(error) = result {
            tracing::warn!(%error, "a setting lives in memory only");
            self.state().notices.insert(Notice::NotDurable);
        }
    }
}
