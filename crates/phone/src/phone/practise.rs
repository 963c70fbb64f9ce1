//! Triggers: which are here, which she has switched on, and trying one as a drill. The practice of a trigger holds for one
//! pull and not for long, and never while an alarm is on: a real alarm must not be taken for practice because she forgot.

use std::time::Duration;

use hifazat_protocol::{Status, Trigger};

use crate::alert::Alert;
use crate::facts::{ChosenTriggers, Fact};
use crate::moment::Moment;
use crate::phone::{Phone, State};
use crate::profile;
use crate::store::Slot;
use crate::view::{Practising, TriggerView};

/// How long native code takes a pull for a drill.
const LASTS: Duration = Duration::from_secs(30);

/// A trigger that is being tried, in memory only.
#[derive(Default)]
pub(crate) struct Practice(Option<(Trigger, Moment)>);

impl Practice {
    /// The trigger that is being tried now.
    pub(crate) fn now(&self, now: Moment) -> Option<Practising> {
        let (trigger, begun) = self.0?;
        let left = now.left_of(LASTS, &begun)?;
        let left_ms = i64::try_from(left.as_millis()).unwrap_or_default();
        Some(Practising { trigger, ends_at: now.wall.plus_ms(left_ms) })
    }
}

/// Every trigger of this telephone: the page's own button, those that native code has told, and those that she has
/// switched on, of which native code may not know yet whether they work.
pub(crate) fn triggers(state: &State) -> Vec<TriggerView> {
    let (told, chosen) = (&state.told.facts.triggers, state.settings.profile.triggers);
    let is_told = |trigger: &Trigger| told.iter().any(|(other, _)| other == trigger);
    let button = [Trigger::Hold].into_iter().filter(|hold| !is_told(hold)).map(|hold| (hold, Some(Fact::WORKS)));
    let switched = ChosenTriggers::ALL.into_iter().filter(|it| chosen.is_on(*it) == Some(true) && !is_told(it));
    let view = |(trigger, fact): (Trigger, Option<Fact>)| TriggerView {
        trigger,
        fact,
        on: chosen.is_on(trigger),
        tried_at: state.settings.proofs.tried.get(&profile::word(trigger)).copied(),
    };
    let known = told.iter().map(|(trigger, fact)| (*trigger, Some(*fact)));
    button.chain(known).chain(switched.map(|trigger| (trigger, None))).map(view).collect()
}

impl Phone {
    /// Switches a trigger that is off at first. `false`: it has no switch.
    pub fn choose_trigger(&self, trigger: Trigger, on: bool) -> bool {
        if ChosenTriggers::default().is_on(trigger).is_none() {
            return false;
        }
        self.edit_profile(|profile| {
            if let Some(switch) = profile.triggers.switch(trigger) {
                *switch = on;
            }
        });
        true
    }

    /// Which triggers she has switched on.
    #[must_use]
    pub fn chosen_triggers(&self) -> ChosenTriggers {
        self.state().settings.profile.triggers
    }

    /// The next pull of this trigger is a drill; `None` ends that. Not while an alarm is on.
    pub fn practise(&self, trigger: Option<Trigger>) {
        let now = self.now();
        let is_on = self.known().iter().any(Alert::stands_open);
        self.state().practice = Practice(trigger.filter(|_| !is_on).map(|trigger| (trigger, now)));
        self.bump();
    }

    /// Something was raised: what she tried has worked, or something else matters now.
    pub(crate) fn end_practice(&self, status: Status, pulled: Trigger) {
        let now = self.now();
        let proofs = {
            let mut state = self.state();
            if status == Status::Test {
                return;
            }
            let tried = state.practice.now(now).filter(|it| status == Status::Exercise && it.trigger == pulled);
            state.practice = Practice::default();
            if tried.is_none() {
                return;
            }
            state.settings.proofs.tried.insert(profile::word(pulled), now.wall);
            state.settings.proofs.clone()
        };
        self.written(profile::write(&*self.ports.vault, Slot::Proofs, &proofs));
    }
}
