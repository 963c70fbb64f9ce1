//! Places after the tap. The tap took what was known; this loop finds better and sends it after her.
//!
//! The receiver is woken for three reasons only: a live alarm, a finger on the button, and her own leave given just now.
//! At all other times the phone does not want to know where she is.

use std::time::Duration;

use futures_util::future::BoxFuture;
use hifazat_protocol::{AlertId, Fix};

use crate::location::tracker::Tracker;
use crate::phone::Phone;
use crate::reach::Reach;

/// Without an alarm the receiver is kept awake no longer than this; with one it is looked round at least so often.
const PATIENCE: Duration = Duration::from_secs(20);
/// A source that cannot say is left alone for this long.
const SILENT_SOURCE: Duration = Duration::from_secs(10);

impl Phone {
    /// Follows the newest live alert.
    pub(crate) async fn follow(&self) {
        self.look_round().await;
        let mut changes = self.changed.subscribe();
        let mut followed: Option<(AlertId, Tracker)> = None;
        // One search goes on through all changes around it: a cold receiver needs its time.
        let mut search: Option<BoxFuture<'_, Option<Fix>>> = None;
        loop {
            changes.borrow_and_update();
            followed = self.whom_to_follow(followed);
            let pause = self.tell_followed(followed.as_mut());
            if followed.is_none() && !self.state().heard.wants_place {
                search = None;
                if changes.changed().await.is_err() {
                    return;
                }
                continue;
            }
            let searching = search.get_or_insert_with(|| Box::pin(self.next_place()));
            tokio::select! {
                biased;
                fix = searching => {
                    search = None;
                    self.heard(fix, followed.as_mut());
                }
                _ = changes.changed() => {}
                () = self.ports.clock.sleep(pause) => {
                    self.state().heard.wants_place &= followed.is_some();
                }
            }
        }
    }

    /// The finger is on the button: wake the receiver, warm the line, have a key pair ready.
    pub fn hold_started(&self) {
        self.prepare();
        {
            let mut state = self.state();
            state.heard.wants_warmth = true;
            state.heard.wants_place = true;
        }
        self.bump();
    }

    /// The network is another one: whatever was waiting for it is due at once.
    pub fn network_changed(&self) {
        {
            let mut state = self.state();
            state.pauses.clear();
            state.reach = Reach::default();
            state.heard.network_is_new = true;
        }
        self.network.notify_waiters();
        self.bump();
    }

    /// What the platform holds costs nothing to learn, and a tap in the first second should have it. [`Phone::run`] begins
    /// with this; a shell whose source of places has changed since asks again.
    pub async fn look_round(&self) {
        let source = &self.ports.location;
        let look = async { (source.permission().await, source.last_known().await) };
        tokio::select! {
            biased;
            (permission, fix) = look => {
                let mut state = self.state();
                state.heard.permission = Some(permission);
                state.heard.fix = state.heard.fix.or(fix);
            }
            () = self.ports.clock.sleep(PATIENCE) => {}
        }
        self.bump();
    }

    fn whom_to_follow(&self, before: Option<(AlertId, Tracker)>) -> Option<(AlertId, Tracker)> {
        let alerts = self.known();
        let live = alerts.iter().find(|alert| alert.is_followed())?.facts();
        Some(match before {
            Some((id, tracker)) if id == live.id => (id, tracker),
            Some(_) | None => (live.id, Tracker::new(live.tapped)),
        })
    }

    async fn next_place(&self) -> Option<Fix> {
        let fix = self.ports.location.next_fix().await;
        if fix.is_none() {
            self.ports.clock.sleep(SILENT_SOURCE).await;
        }
        fix
    }

    fn heard(&self, fix: Option<Fix>, followed: Option<&mut (AlertId, Tracker)>) {
        let wanted = std::mem::take(&mut self.state().heard.wants_place);
        let Some(fix) = fix else { return };
        // Her own PIN ends the search that the other one lets go on, and not in the same instant: neither proves anything.
        let alert = followed.as_ref().and_then(|(id, _)| self.alert(*id));
        if wanted || alert.is_some_and(|alert| !alert.a_pin_was_entered()) {
            self.note_fix(fix);
        } else {
            self.note_fix_unproven(fix);
        }
        if let Some((_, tracker)) = followed {
            tracker.hear(fix, self.now());
        }
    }

    /// Tells what is due and says how long until it should look again.
    fn tell_followed(&self, followed: Option<&mut (AlertId, Tracker)>) -> Duration {
        let Some((id, tracker)) = followed else { return PATIENCE };
        if std::mem::take(&mut self.state().heard.network_is_new) {
            tracker.network_changed();
        }
        self.tell_places(*id, tracker).unwrap_or(PATIENCE).min(PATIENCE)
    }
}
