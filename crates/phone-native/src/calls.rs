//! What native code may do with the core, beside what the page may.

use hifazat_phone::{Facts, Permission, Repair, TextTrouble};
use hifazat_phone_shell::face::{Failure, PhoneView, PinAnswer};
use hifazat_protocol::{Fix, Trigger};

use crate::core::{Core, Raised};
use crate::status::Status;
use crate::words::Reason;

impl Core {
    /// Raises an alarm. Durable when it returns; nothing else is waited for.
    pub fn raise(&self, trigger: Trigger) -> Raised {
        self.shell.phone().raise(hifazat_protocol::Status::Actual, trigger).into()
    }

    /// Raises a drill through the same path.
    pub fn drill(&self, trigger: Trigger) -> Raised {
        self.shell.phone().drill(trigger).into()
    }

    /// Leaves the drill.
    pub fn end_drill(&self) -> PhoneView {
        self.shell.end_drill()
    }

    /// Takes the newest alarm back within its window.
    pub fn take_back(&self, pin: &str) -> PinAnswer {
        self.shell.take_back(pin)
    }

    /// Cancels an alert by message.
    ///
    /// # Errors
    /// `bad_alert_id`, `unknown_alert`.
    pub fn cancel(&self, alert_id: &str, pin: &str) -> Result<PinAnswer, Failure> {
        self.shell.cancel(alert_id, pin)
    }

    /// What is true now.
    #[must_use]
    pub fn status(&self) -> Status {
        Status::of(self.shell.phone())
    }

    /// The system woke us, perhaps into a new process: whatever was waiting is due at once. After a boot or an update what
    /// was told of the telephone counts no longer. Says whether the service that stands by a live alert is to run.
    pub fn wake(&self, reason: Reason) -> Status {
        tracing::info!(?reason, "woken");
        match reason {
            Reason::Boot | Reason::Updated => self.shell.recheck(),
            Reason::Job | Reason::Service | Reason::Network | Reason::Push => {}
        }
        self.network_changed();
        self.look_round();
        self.status()
    }

    /// The network is another one.
    pub fn network_changed(&self) {
        self.shell.network_changed();
    }

    /// The platform found a place. It is what the next alarm carries; a live one is told where she is now.
    pub fn fix_arrived(&self, fix: Fix) {
        let status = self.status();
        if status.follow {
            self.places.tell(fix);
        } else {
            self.places.remember(fix);
        }
        // After either PIN the readiness gate learns nothing more, or it would tell the two apart.
        if status.is_withdrawn() {
            self.shell.phone().note_fix_unproven(fix);
        } else {
            self.shell.phone().note_fix(fix);
        }
    }

    /// Whether the system lets us know the place.
    pub fn place_allowed(&self, allowed: bool) {
        self.places.allow(if allowed { Permission::Granted } else { Permission::Denied });
        self.look_round();
    }

    /// Whether a text could be handed over now, as far as the system says.
    pub fn texts_ready(&self, ready: Result<(), TextTrouble>) {
        self.texting.note_ready(ready);
    }

    /// What the operator said of a text that [`next_text`](Self::next_text) gave. `false`: nobody waits for it any more.
    pub fn text_result(&self, id: i64, result: Result<(), TextTrouble>) -> bool {
        self.texting.answered(id, result)
    }

    /// A text has come in. Says whether it was a receipt that is believed.
    pub fn text_arrived(&self, text: &str) -> bool {
        self.shell.phone().text_arrived(text)
    }

    /// What native code knows of the telephone now; it replaces what was told before.
    pub fn facts(&self, facts: Facts) {
        self.shell.phone().note_facts(facts);
    }

    /// The system's screen for it has been opened.
    pub fn repair_begun(&self, repair: Repair) {
        self.shell.phone().repair_begun(repair);
    }

    /// Takes a clip that was recorded for an alert, and seals it.
    ///
    /// # Errors
    /// As [`Shell::take_clip`](hifazat_phone_shell::Shell::take_clip).
    pub fn take_clip(&self, alert_id: &str, bytes: &[u8], recorded_at_ms: i64, media: &str) -> Result<(), Failure> {
        self.shell.take_clip(alert_id, bytes, recorded_at_ms, media)
    }

    /// How full the battery is, and whether it is being charged.
    pub fn battery(&self, percent: u8, charging: bool) {
        self.shell.phone().note_charging(charging);
        self.shell.phone().note_battery(percent);
    }
}

impl From<hifazat_phone::Raised> for Raised {
    fn from(raised: hifazat_phone::Raised) -> Self {
        Self {
            alert_id: raised.alert_id.to_string(),
            durable: raised.durable,
            took_us: u64::try_from(raised.took.as_micros()).unwrap_or(u64::MAX),
        }
    }
}
