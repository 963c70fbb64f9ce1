//! What native code is told: what the page is told, and whether the service that stands by an alert is to run.

use hifazat_phone::{AlertView, CancelView, ChosenTriggers, Phone, StepStage};
use hifazat_phone_shell::face::{PhoneView, Repair};
use hifazat_protocol::{Stage, UnixMillis};
use serde::Serialize;

/// So long after the tap the service stays, whatever PIN was entered. It must not end at one PIN and go on at the other:
/// its sign in the status bar would tell them apart.
const LINGERS_MS: i64 = 3_600_000;

/// What is true now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// What the page is told.
    #[serde(flatten)]
    pub view: PhoneView,
    /// The service that stands by an alert is to run: it tells fixes and keeps the process alive.
    pub follow: bool,
    /// The alert for which a clip is to be recorded now.
    pub record: Option<String>,
    /// Messages that no receipt has settled, as far as the screen knows of them.
    pub pending: u32,
    /// What she has switched on; all is off at first.
    pub chosen: Chosen,
    /// What she has just asked to be repaired, a check, a trigger, the clip or receipts: native code opens the system's screen and says
    /// `repair_begun`.
    pub repair: Option<Repair>,
}

/// What she has switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Chosen {
    /// The pattern on the volume keys.
    pub volume_keys: bool,
    /// Shaking the telephone.
    pub shake: bool,
    /// The button of a wired headset.
    pub headset: bool,
    /// The room may send receipts as texts.
    pub texts_receipts: bool,
    /// The slot of the card that texts are to go by first; none: whichever can.
    pub text_card: Option<u8>,
    /// A clip is recorded when an alarm begins.
    pub clip: bool,
}

impl Status {
    pub(crate) fn of(phone: &Phone) -> Self {
        let alerts = phone.alerts();
        let view = phone.view();
        let pending = alerts.iter().fold(0_u32, |sum, alert| sum.saturating_add(alert.outbox_pending));
        let ChosenTriggers { volume_keys, shake, headset } = phone.chosen_triggers();
        let (texts_receipts, text_card, clip) = (view.receipts_by_text.on, view.text_card, view.clip.on);
        let chosen = Chosen { volume_keys, shake, headset, texts_receipts, text_card, clip };
        let follow = alerts.iter().any(|alert| is_followed(alert, view.now));
        let record = phone.wants_clip().map(|alert| alert.to_string());
        Self { follow, record, pending, chosen, repair: view.repair.map(Repair::from), view: view.into() }
    }

    /// Has a PIN ended the newest alarm, as far as the screen says?
    pub(crate) fn is_withdrawn(&self) -> bool {
        let cancel = self.view.alert.as_ref().map(|alert| alert.cancel);
        cancel.is_some_and(|cancel| cancel != hifazat_phone_shell::face::CancelState::None)
    }
}

/// Only from what a screen shows, so that it is the same after either PIN.
fn is_followed(alert: &AlertView, now: UnixMillis) -> bool {
    let closed = alert.steps.iter().any(|step| step.stage == StepStage::Proven(Stage::Closed));
    if alert.status != hifazat_protocol::Status::Actual || closed {
        return false;
    }
    match alert.cancel {
        CancelView::None => true,
        CancelView::TakenBack | CancelView::Pending | CancelView::Received => {
            now.0.saturating_sub(alert.tapped_at.0) < LINGERS_MS
        }
    }
}
