//! Keeping house: notices what another process wrote, what time alone has changed, and what memory still holds.

use std::sync::Arc;
use std::time::Duration;

use crate::phone::{Phone, State};
use crate::profile::Settings;
use crate::trust::Trust;
use crate::view::Notice;

/// How often the store is asked whether somebody else wrote: one number, no disk access.
const POLL: Duration = Duration::from_millis(250);
/// How often what lives in memory is offered to the disk again, in polls.
const RESCUE_EVERY: u32 = 8;

impl Phone {
    pub(crate) async fn keep_house(&self) {
        let mut seen = self.ledger.revision();
        let mut marks = self.time_marks();
        let mut polls: u32 = 0;
        loop {
            self.ports.clock.sleep(POLL).await;
            polls = polls.wrapping_add(1);
            let revision = self.ledger.revision();
            if revision != seen {
                seen = revision;
                self.read_vault_again();
                self.wipe_finished();
            }
            let now_marks = self.time_marks();
            if now_marks != marks {
                marks = now_marks;
                self.bump();
            }
            if std::mem::take(&mut self.state().heard.proves_place) {
                self.prove(|proofs| &mut proofs.place);
            }
            if polls.is_multiple_of(RESCUE_EVERY) && !self.ledger.is_whole() && self.ledger.rescue() {
                self.bump();
            }
        }
    }

    /// What changes on her screen by time alone: windows that close, alarms that are not delivered, a practice or a request
    /// to native code that is over.
    fn time_marks(&self) -> (usize, usize, bool, bool) {
        let now = self.now();
        let alerts = self.known();
        let windows = alerts.iter().filter(|alert| alert.window_left(now).is_some()).count();
        let undelivered = alerts.iter().filter(|alert| alert.is_not_delivered(now)).count();
        let state = self.state();
        (windows, undelivered, state.practice.now(now).is_some(), state.asked.repair(now).is_some())
    }

    /// Another process may have installed a bundle, set PINs, chosen a rule.
    fn read_vault_again(&self) {
        let (trust, settings) = self.read_vault();
        let mut state = self.state();
        // What could not be written is newer than what can be read.
        if !state.notices.contains(&Notice::NotDurable) {
            adopt(&mut state, trust, settings);
        }
    }

    /// The vault was shut when this phone began, and is open now: what it holds counts, and not what stood in for it. Who
    /// this device is to the room stays until the process ends, or an alarm that is under way would change its sender.
    pub fn vault_opened(&self) {
        let (trust, settings) = self.read_vault();
        {
            let mut state = self.state();
            state.notices.remove(&Notice::NotDurable);
            state.prepared = None;
            adopt(&mut state, trust, settings);
        }
        self.seal_waiting();
        self.bump();
    }

    fn read_vault(&self) -> (Trust, Settings) {
        let vault = &*self.ports.vault;
        (Trust::load(vault), Settings::load(vault, self.ports.boot, self.now().wall))
    }
}

fn adopt(state: &mut State, trust: Trust, settings: Settings) {
    if trust.bundle().is_some() {
        state.trust = trust;
        state.alerts = Arc::default();
        state.built_from = None;
    }
    state.settings = settings;
}
