//! The phone with its ports, and the commands that every face sends.

mod battery;
mod clip;
mod equip;
mod line_check;
mod loops;
mod open;
mod set_up;
mod texts;

use std::sync::Arc;

use hifazat_phone::{self as brain, LocationSource, Phone};
use hifazat_phone_paths::HttpsPath;
use hifazat_phone_store::{PhoneStore, Safe};
use hifazat_protocol::AlertId;
use hifazat_time::Clock;
use tokio::sync::watch;

use crate::face::{
    ContactRule, Failure, Helpline, Language, PhoneView, PinAnswer, PinOutcome, PinsAnswer, PinsOutcome, Trigger,
};

pub use loops::Loops;
pub use open::OpenError;
pub use set_up::{SetUp, SetUpError};

/// A phone over one data folder. Its loops run once [`Shell::start`] is called; commands work without them.
pub struct Shell {
    phone: Arc<Phone>,
    store: Arc<PhoneStore>,
    https: Arc<HttpsPath>,
    location: Arc<dyn LocationSource>,
    clock: Arc<dyn Clock>,
}

/// The commands of the user interface, one method each. They return when what they did is durable; [`Shell::changes`]
/// tells of everything that happens later.
impl Shell {
    /// What is true now.
    pub fn view(&self) -> PhoneView {
        self.phone.view().into()
    }

    /// Raises an alarm.
    pub fn raise(&self, trigger: Trigger) -> PhoneView {
        self.phone.raise(hifazat_protocol::Status::Actual, trigger.into());
        self.view()
    }

    /// The finger is on the button: the connection, the key pair and the receiver are made ready.
    pub fn hold_started(&self) {
        self.phone.hold_started();
    }

    /// Takes the newest alarm back within its window.
    pub fn take_back(&self, pin: &str) -> PinAnswer {
        let answer = self.phone.take_back(pin);
        self.pin_answer(answer)
    }

    /// Cancels an alert by message.
    ///
    /// # Errors
    /// `bad_alert_id`, `unknown_alert`.
    pub fn cancel(&self, alert_id: &str, pin: &str) -> Result<PinAnswer, Failure> {
        let id: AlertId = alert_id.parse().map_err(|error| Failure::new("bad_alert_id", &error))?;
        let answer = self.phone.cancel(id, pin);
        let answer =
            answer.ok_or_else(|| Failure::new("unknown_alert", &format_args!("no alert {id} is kept here")))?;
        Ok(self.pin_answer(answer))
    }

    /// She needs help: the window is over now.
    pub fn end_window(&self) -> PhoneView {
        self.phone.end_window();
        self.view()
    }

    /// Starts a drill, as if this trigger had been pulled.
    pub fn drill(&self, trigger: Trigger) -> PhoneView {
        self.phone.drill(trigger.into());
        self.view()
    }

    /// Leaves the drill.
    pub fn end_drill(&self) -> PhoneView {
        self.phone.end_drill();
        self.view()
    }

    /// Leaves the screen of a closed or taken-back alert.
    pub fn dismiss(&self) -> PhoneView {
        self.phone.dismiss();
        self.view()
    }

    /// Sets whether the police may contact her after an alarm.
    pub fn set_contact_rule(&self, rule: ContactRule) -> PhoneView {
        self.phone.set_contact_rule(rule.into());
        self.view()
    }

    /// Sets the language of the words.
    pub fn set_language(&self, language: Language) -> PhoneView {
        self.phone.set_language(language.into());
        self.view()
    }

    /// Sets both PINs, or says why not.
    ///
    /// # Errors
    /// `alarm_is_live`: whoever holds the phone now may not choose how the alarm is cancelled.
    pub fn set_pins(&self, cancel: &str, duress: &str) -> Result<PinsAnswer, Failure> {
        let outcome = match self.phone.set_pins(cancel, duress) {
            brain::PinsOutcome::Saved => PinsOutcome::Saved,
            brain::PinsOutcome::TooEasy => PinsOutcome::TooEasy,
            brain::PinsOutcome::MustDiffer => PinsOutcome::MustDiffer,
            brain::PinsOutcome::NotFourDigits => PinsOutcome::NotFourDigits,
            brain::PinsOutcome::AlarmIsLive => {
                return Err(Failure::new("alarm_is_live", &"the PINs cannot be changed while an alarm is live"));
            }
        };
        Ok(PinsAnswer { outcome, view: self.view() })
    }

    /// Leaves a set-up step for later.
    ///
    /// # Errors
    /// `bad_step`: there are steps 1, 2 and 3.
    pub fn setup_later(&self, step: u8) -> Result<PhoneView, Failure> {
        if !(1..=3).contains(&step) {
            return Err(Failure::new("bad_step", &format_args!("step {step}: there are steps 1, 2 and 3")));
        }
        self.phone.setup_later(step);
        Ok(self.view())
    }

    /// Asks her for leave to use the place.
    pub async fn allow_location(&self) -> PhoneView {
        self.phone.allow_location().await;
        self.view()
    }

    /// The numbers of the signed list; none before there is one.
    pub fn numbers(&self) -> Vec<Helpline> {
        let bundle = self.phone.bundle();
        bundle.iter().flat_map(|bundle| bundle.helplines.iter().cloned()).map(Helpline::from).collect()
    }

    fn pin_answer(&self, answer: brain::PinAnswer) -> PinAnswer {
        let outcome = match answer.outcome {
            brain::PinOutcome::Done => PinOutcome::Done,
            brain::PinOutcome::Wrong => PinOutcome::Wrong,
            brain::PinOutcome::Stands => PinOutcome::Stands,
        };
        PinAnswer { outcome, tries_left: answer.tries_left, view: self.view() }
    }
}

/// What shells use beside the commands.
impl Shell {
    /// Says that something changed. Whoever waits subscribes before looking.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.phone.changes()
    }

    /// The brain, for shells without a face.
    #[must_use]
    pub fn phone(&self) -> &Arc<Phone> {
        &self.phone
    }

    /// The clock that everything here goes by.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// What the telephone's safe gives, later than the phone was opened. An alarm that went from memory meanwhile is saved.
    pub fn take_safe(&self, safe: Safe) {
        if self.store.take_safe(safe) {
            self.phone.vault_opened();
            open::tell_set_aside(&self.store, &self.phone);
        }
    }

    /// The platform says that the network is another one now.
    pub fn network_changed(&self) {
        self.https.network_changed();
        self.phone.network_changed();
    }

    /// Tells the brain the place that the platform already knows, for a shell whose loops have not run yet. Costs no
    /// waiting.
    pub async fn note_last_known(&self) {
        if let Some(fix) = self.location.last_known().await {
            self.phone.note_fix(fix);
        }
    }
}

impl Failure {
    fn new(code: &str, message: &dyn std::fmt::Display) -> Self {
        Self { code: code.to_owned(), message: message.to_string() }
    }
}
