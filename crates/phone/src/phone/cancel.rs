//! Taking back and cancelling, with the PIN or under duress.
//!
//! Within ten seconds of the tap an alarm can be taken back; if no attempt has begun it never leaves the phone. After
//! that, cancelling is a message that the operator sees. The duress PIN does and shows the same in both places, but its
//! message says so, and the alarm goes on. Both PINs cost the same derivations and one transaction; nothing on the
//! screen or in the readable part of the store differs.

use hifazat_protocol::{AlertId, Cancel, Message, Status};

use crate::alert::Alert;
use crate::phone::Phone;
use crate::pin::{Entered, Pin, PinVerifiers, TRIES};
use crate::record::{AlertFacts, EntryKind};

/// What an entered PIN led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinAnswer {
    /// What happened.
    pub outcome: PinOutcome,
    /// Wrong PINs left.
    pub tries_left: u8,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinOutcome {
    /// Taken back, or cancelled: as far as the screen is concerned.
    Done,
    /// Wrong PIN; she may try again.
    Wrong,
    /// No tries left, or the window is over: the alarm stands.
    Stands,
}

impl Phone {
    /// Takes the newest alarm back within its window.
    pub fn take_back(&self, pin: &str) -> PinAnswer {
        // One PIN at a time: many at once would be more than three tries.
        let _gate = self.pin_gate();
        let now = self.now();
        let alerts = self.known();
        let open = alerts.iter().find(|alert| !alert.facts().dismissed && alert.window_left(now).is_some());
        let Some(alert) = open else {
            return PinAnswer { outcome: PinOutcome::Stands, tries_left: 0 };
        };
        self.with_pin(alert, pin, |entered| self.take_back_now(alert, entered))
    }

    /// Cancels an alarm by message, within the window or after it. `None`: there is no such alarm. Drills are not
    /// cancelled by PIN: each would be three more tries for somebody who has the phone and time.
    pub fn cancel(&self, alert: AlertId, pin: &str) -> Option<PinAnswer> {
        let _gate = self.pin_gate();
        let alert = self.alert(alert).filter(|alert| alert.facts().status == Status::Actual)?;
        Some(self.with_pin(&alert, pin, |entered| self.cancel_now(&alert, entered)))
    }

    /// She needs help: the window is over now.
    pub fn end_window(&self) {
        let now = self.now();
        for alert in self.known().iter().filter(|alert| alert.window_left(now).is_some()) {
            self.ledger.amend(&AlertFacts { window_ended: true, ..alert.facts().clone() });
        }
        self.bump();
    }

    fn with_pin(&self, alert: &Alert, pin: &str, act: impl FnOnce(Entered)) -> PinAnswer {
        let kept = self.state().settings.pins.clone();
        let entered = kept.unwrap_or(PinVerifiers::impossible()).check(Pin::parse(pin).as_ref());
        let tries_left = alert.pin_tries_left();
        if tries_left == 0 {
            return PinAnswer { outcome: PinOutcome::Stands, tries_left };
        }
        let answer = match entered {
            Entered::Cancel | Entered::Duress => {
                act(entered);
                PinAnswer { outcome: PinOutcome::Done, tries_left }
            }
            Entered::Wrong => self.count_wrong(alert.facts()),
        };
        self.bump();
        answer
    }

    fn count_wrong(&self, facts: &AlertFacts) -> PinAnswer {
        let pin_failures = facts.pin_failures.saturating_add(1).min(TRIES);
        let tries_left = TRIES.saturating_sub(pin_failures);
        let window_ended = facts.window_ended || tries_left == 0;
        self.ledger.amend(&AlertFacts { pin_failures, window_ended, ..facts.clone() });
        let outcome = if tries_left == 0 { PinOutcome::Stands } else { PinOutcome::Wrong };
        PinAnswer { outcome, tries_left }
    }

    fn take_back_now(&self, alert: &Alert, entered: Entered) {
        let now = self.now();
        let duress = entered == Entered::Duress;
        let mut facts = alert.facts().clone();
        facts.taken_back = Some(now);
        facts.hidden.duress = duress;
        if !duress && self.ledger.withdraw(&facts) {
            tracing::info!(alert = %facts.id, "taken back before any attempt");
            return;
        }
        let message = cancel_message(facts.status, now.wall, duress, true);
        let said = self.add(facts.id, EntryKind::Cancel, &message, |facts, _| {
            facts.taken_back = Some(now);
            facts.hidden.duress = duress;
        });
        if !said {
            self.ledger.amend(&facts);
        }
    }

    fn cancel_now(&self, alert: &Alert, entered: Entered) {
        let now = self.now();
        let duress = entered == Entered::Duress;
        let facts = alert.facts();
        let told = facts.cancelled.is_some() || facts.taken_back.is_some();
        if told && (!duress || facts.hidden.duress) {
            return;
        }
        if alert.record.is_unsealed() {
            // Without a trust bundle nothing of it can have left the phone, and no message can be sealed.
            self.take_back_now(alert, entered);
            return;
        }
        let message = cancel_message(facts.status, now.wall, duress, alert.window_left(now).is_some());
        self.add(facts.id, EntryKind::Cancel, &message, |facts, sequence| {
            facts.cancelled.get_or_insert((sequence, now));
            facts.hidden.duress |= duress;
        });
    }
}

pub(crate) fn cancel_message(
    status: Status,
    at: hifazat_protocol::UnixMillis,
    duress: bool,
    within_window: bool,
) -> Message {
    Message::Cancel(Cancel { status, at, duress, within_window })
}
