//! The commands of readiness, practice, siren and light.

use hifazat_phone::{self as brain, CheckId as Id, CheckState};

use super::Shell;
use crate::face::{CheckId, Choice, Failure, Loud, PhoneView, Repair, Trigger};

impl Shell {
    /// Repairs something, as far as one touch can: asks for leave, asks the room, or asks native code for the system's
    /// screen.
    ///
    /// # Errors
    /// `bad_repair`: a drill and PINs are hers to make.
    pub async fn repair(&self, what: Repair) -> Result<PhoneView, Failure> {
        match what {
            Repair::Check(CheckId::Place) => {
                self.phone.allow_location().await;
                // A leave that was refused comes back only through the system's own screen.
                if self.is_to_repair(Id::Place) {
                    self.ask(Id::Place);
                }
            }
            Repair::Check(CheckId::Line) => self.check_line(),
            Repair::Check(CheckId::Configuration) => self.phone.renew_once().await,
            Repair::Check(CheckId::Texts) => self.ask(Id::Texts),
            Repair::Check(CheckId::Notices) => self.ask(Id::Notices),
            Repair::Check(CheckId::Battery) => self.ask(Id::Battery),
            Repair::Check(CheckId::Key) => self.ask(Id::Key),
            Repair::Check(CheckId::Drill | CheckId::Pins) => {
                return Err(Failure::new("bad_repair", &"a drill and PINs are made on the page"));
            }
            Repair::Trigger(trigger) => self.phone.ask_repair(brain::Repair::Trigger(trigger.into())),
            Repair::Choice(Choice::Clip) => self.phone.ask_repair(brain::Repair::Clip),
            Repair::Choice(Choice::Receipts) => self.phone.ask_repair(brain::Repair::Receipts),
        }
        Ok(self.view())
    }

    /// Switches a trigger that is off at first.
    ///
    /// # Errors
    /// `bad_trigger`: it has no switch.
    pub fn choose_trigger(&self, trigger: Trigger, on: bool) -> Result<PhoneView, Failure> {
        if !self.phone.choose_trigger(trigger.into(), on) {
            return Err(Failure::new("bad_trigger", &"this trigger has no switch"));
        }
        Ok(self.view())
    }

    /// The next pull of this trigger is a drill; none ends that.
    pub fn practise(&self, trigger: Option<Trigger>) -> PhoneView {
        self.phone.practise(trigger.map(Into::into));
        self.view()
    }

    /// Switches siren and light for the alarm on the screen.
    pub fn set_loud(&self, loud: Loud) -> PhoneView {
        self.phone.set_loud(loud.into());
        self.view()
    }

    /// The telephone was started, or the app replaced: what was proven before proves nothing now.
    pub fn recheck(&self) {
        self.phone.recheck();
        self.check_line();
    }

    fn check_line(&self) {
        if self.phone.bundle().is_some() {
            self.phone.line_check();
        }
    }

    fn ask(&self, check: Id) {
        self.phone.ask_repair(brain::Repair::Check(check));
    }

    fn is_to_repair(&self, id: Id) -> bool {
        let checks = self.phone.view().readiness.checks;
        checks.iter().any(|check| check.id == id && check.state == CheckState::Repair)
    }
}
