//! What the telephone can do: native code tells it, and is asked to repair it, to howl and to flash.

use std::time::Duration;

use hifazat_protocol::AlertId;

use crate::alert::Alert;
use crate::facts::{Fact, Facts, Standing, Told};
use crate::moment::Moment;
use crate::phone::{Phone, State};
use crate::profile;
use crate::store::Slot;
use crate::view::{Loud, Repair};

/// A screen of the system that opens long after she asked for it opens over something else.
const REPAIR_STANDS: Duration = Duration::from_secs(30);

/// What is asked of native code, in memory only.
#[derive(Default)]
pub(crate) struct Asked {
    repair: Option<(Repair, Moment)>,
    loud: Option<(AlertId, Loud)>,
}

impl Asked {
    /// What is to be repaired now.
    pub(crate) fn repair(&self, now: Moment) -> Option<Repair> {
        let (repair, asked) = self.repair?;
        (now.since(&asked) < REPAIR_STANDS).then_some(repair)
    }

    /// What is on for this alert. It ends with the alert, and with either PIN: another alert begins in silence.
    pub(crate) fn loud(&self, alert: Option<&Alert>) -> Loud {
        let goes_on = |alert: &&Alert| alert.stands_open() && !alert.a_pin_was_entered();
        let Some(alert) = alert.filter(goes_on) else { return Loud::default() };
        let of_it = self.loud.filter(|(id, _)| *id == alert.facts().id);
        of_it.map(|(_, loud)| loud).unwrap_or_default()
    }
}

/// What of it this telephone can do.
pub(crate) fn can_be_loud(state: &State) -> Loud {
    let works = |fact: Option<Fact>| fact.is_some_and(|fact| fact.standing == Standing::Works);
    let facts = &state.told.facts;
    Loud { siren: works(facts.siren), torch: works(facts.torch) }
}

impl Phone {
    /// What native code knows of the telephone now. It replaces what was told before.
    pub fn note_facts(&self, facts: Facts) {
        let at = Some(self.now().wall);
        self.state().told = Told { facts, at };
        self.bump();
    }

    /// The telephone was started, or the app replaced: of the telephone nothing is known until it is told or proven again.
    pub fn recheck(&self) {
        let now = self.now().wall;
        let proofs = {
            let mut state = self.state();
            state.told = Told::default();
            state.settings.proofs.since = Some(now);
            state.settings.proofs.clone()
        };
        self.written(profile::write(&*self.ports.vault, Slot::Proofs, &proofs));
        self.bump();
    }

    /// She asks native code to open the system's screen for it.
    pub fn ask_repair(&self, repair: Repair) {
        let now = self.now();
        self.state().asked.repair = Some((repair, now));
        self.bump();
    }

    /// Native code has opened it.
    pub fn repair_begun(&self, repair: Repair) {
        {
            let mut state = self.state();
            state.asked.repair = state.asked.repair.filter(|(asked, _)| *asked != repair);
        }
        self.bump();
    }

    /// Switches siren and light for the alarm on the screen. Without one nothing is switched.
    pub fn set_loud(&self, loud: Loud) {
        let shown = self.view().alert.map(|alert| alert.alert_id);
        self.state().asked.loud = shown.map(|alert| (alert, loud));
        self.bump();
    }
}
