//! The tap: compose, seal, commit, return. Nothing here waits for anything but the commit.

use std::time::Duration;

use hifazat_protocol::{
    AlertId, Message, Prepared, Raise, ResponseKey, SealedEnvelope, Sequence, Status, Trigger, prepare,
};

use crate::moment::Moment;
use crate::phone::Phone;
use crate::phone::cancel::cancel_message;
use crate::record::{AlertFacts, AlertRecord, Entry, EntryKey, EntryKind, EntryState, Hidden};
use crate::store::StoreError;
use crate::view::PlaceView;

/// An alert exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Its name.
    pub alert_id: AlertId,
    /// It would survive a power cut. `false`: it goes from memory, and the view says so.
    pub durable: bool,
    /// From the call to the commit.
    pub took: Duration,
}

impl Phone {
    /// Raises an alert: sealed and durable when it returns. Never fails: what cannot be written goes from memory, what
    /// cannot be sealed for want of a trust bundle is sealed when there is one.
    pub fn raise(&self, status: Status, trigger: Trigger) -> Raised {
        self.raise_with(status, trigger, status == Status::Actual)
    }

    fn raise_with(&self, status: Status, trigger: Trigger, by_text: bool) -> Raised {
        let tapped = self.now();
        let id = AlertId::random(&*self.ports.entropy);
        let (message, mut facts) = self.compose(id, status, trigger, tapped);
        let message = Message::Raise(message);
        let text = by_text.then(|| self.seal_text(id, Sequence::RAISE, &message)).flatten();
        let sealed = self.seal(id, Sequence::RAISE, &message);
        let entries = sealed
            .map(|(envelope, response_key)| {
                facts.hidden.response_key = Some(response_key);
                vec![Entry { text, ..entry_of(id, Sequence::RAISE, EntryKind::Raise, &envelope, tapped) }]
            })
            .unwrap_or_default();
        let durable = self.ledger.begin(&AlertRecord { facts, entries, receipts: Vec::new() });
        let took = self.now().since(&tapped);
        self.end_practice(status, trigger);
        self.bump();
        Raised { alert_id: id, durable, took }
    }

    /// A drill through the real path. It never enters the live queue.
    pub fn drill(&self, trigger: Trigger) -> Raised {
        self.raise(Status::Exercise, trigger)
    }

    /// A drill that also goes as a text, at once, and costs one.
    pub fn drill_by_text(&self, trigger: Trigger) -> Raised {
        self.raise_with(Status::Exercise, trigger, true)
    }

    /// A silent check of the line; it also introduces this device to the room. For shells that live long.
    pub fn line_check(&self) -> Raised {
        let alerts = self.known();
        for alert in alerts.iter().filter(|alert| alert.facts().status == Status::Test) {
            if alert.record.open_entries() > 0 {
                // The last one is still on its way, and says all that another could say.
                return Raised { alert_id: alert.facts().id, durable: alert.durable, took: Duration::ZERO };
            }
            self.ledger.forget(alert.facts().id);
        }
        self.raise(Status::Test, Trigger::Other)
    }

    fn compose(&self, id: AlertId, status: Status, trigger: Trigger, tapped: Moment) -> (Raise, AlertFacts) {
        let state = self.state();
        let profile = &state.settings.profile;
        // A check that she did not start says nothing of where she is.
        let fix = state.heard.fix.filter(|_| status != Status::Test);
        let facts = AlertFacts {
            id,
            status,
            trigger,
            contact_rule: profile.contact_rule,
            tapped,
            hidden: Hidden::default(),
            window_ended: false,
            pin_failures: 0,
            taken_back: None,
            cancelled: None,
            broken: false,
            dismissed: false,
            place: fix.map(|fix| PlaceView::of(&fix, tapped.wall)),
        };
        let message = Raise {
            status,
            tapped_at: tapped.wall,
            contact_rule: profile.contact_rule,
            trigger,
            fix,
            battery_percent: state.heard.battery_percent,
            charging: state.heard.charging,
            language: Some(profile.language),
            path_key: Some(self.identity.path_key.clone()),
        };
        (message, facts)
    }

    /// Seals with the key pair made ahead, or with a fresh one. `None` without a usable key of the room.
    pub(crate) fn seal(
        &self,
        alert: AlertId,
        sequence: Sequence,
        message: &Message,
    ) -> Option<(SealedEnvelope, ResponseKey)> {
        let prepared = self.take_prepared()?;
        let sealed = prepared.seal(&self.identity.device, &self.identity.path_key, alert, sequence, message);
        if let Err(error) = &sealed {
            tracing::error!(%error, %alert, "a message could not be sealed");
        }
        sealed.ok()
    }

    fn take_prepared(&self) -> Option<Prepared> {
        let (kept, room_key) = {
            let mut state = self.state();
            (state.prepared.take(), state.trust.room_key()?)
        };
        let usable = kept.filter(|prepared| prepared.key_id() == room_key.id);
        usable.or_else(|| prepare(&room_key, &*self.ports.entropy).ok())
    }

    /// Makes the key pair for the next tap, if there is none. Called by [`Phone::run`] and at the first touch.
    pub fn prepare(&self) {
        let wanted = {
            let state = self.state();
            state.trust.room_key().filter(|_| state.prepared.is_none())
        };
        if let Some(room_key) = wanted {
            let prepared = prepare(&room_key, &*self.ports.entropy).ok();
            self.state().prepared = prepared;
        }
        self.prepare_text();
    }

    /// Seals what had to wait for a trust bundle.
    pub(crate) fn seal_waiting(&self) {
        if self.state().trust.room_key().is_none() {
            return;
        }
        for alert in self.known().iter().filter(|alert| alert.record.is_unsealed()) {
            let mut facts = alert.facts().clone();
            let (mut raise, _) = self.compose(facts.id, facts.status, facts.trigger, facts.tapped);
            raise.contact_rule = facts.contact_rule;
            // Was it taken back under duress the room must learn of both, whatever happens in between.
            let duress = cancel_message(facts.status, self.now().wall, true, true);
            let duress = facts.hidden.duress.then_some((EntryKind::Cancel, &duress));
            let raise = Message::Raise(raise);
            let messages: Vec<_> = std::iter::once((EntryKind::Raise, &raise)).chain(duress).collect();
            let Some(sealed) = self.seal_all(&facts, Sequence::RAISE, &messages) else { continue };
            let (entries, keys): (Vec<Entry>, Vec<ResponseKey>) = sealed.into_iter().unzip();
            facts.hidden.response_key = keys.into_iter().next();
            if let Err(error) = self.ledger.append(&facts, &entries) {
                tracing::debug!(%error, "another process sealed it first");
            }
            self.bump();
        }
    }

    /// Seals a later message under the next free number and adds it, together with the facts that `change` leaves.
    pub(crate) fn add(
        &self,
        alert: AlertId,
        kind: EntryKind,
        message: &Message,
        change: impl Fn(&mut AlertFacts, Sequence),
    ) -> bool {
        self.add_all(alert, &[(kind, message)], change)
    }

    /// The same for messages that belong together: all of them are added, or none.
    pub(crate) fn add_all(
        &self,
        alert: AlertId,
        messages: &[(EntryKind, &Message)],
        change: impl Fn(&mut AlertFacts, Sequence),
    ) -> bool {
        // Another process may take the number in between; it cannot do so for ever.
        for _ in 0..16 {
            let Some(held) = self.ledger.one(alert) else { return false };
            let first = held.record.next_sequence().max(Sequence::RAISE.next());
            let mut facts = held.record.facts;
            let Some(sealed) = self.seal_all(&facts, first, messages) else { return false };
            let entries: Vec<Entry> = sealed.into_iter().map(|(entry, _)| entry).collect();
            change(&mut facts, first);
            match self.ledger.append(&facts, &entries) {
                Ok(()) => return true,
                Err(StoreError::SequenceTaken { .. }) => {}
                Err(error) => {
                    tracing::error!(%error, %alert, "a message could not be kept");
                    return false;
                }
            }
        }
        false
    }

    /// Seals messages under numbers from `first` on, with their texts. `None` without a usable key of the room.
    fn seal_all(
        &self,
        facts: &AlertFacts,
        first: Sequence,
        messages: &[(EntryKind, &Message)],
    ) -> Option<Vec<(Entry, ResponseKey)>> {
        let numbers = std::iter::successors(Some(first), |sequence| Some(sequence.next()));
        let sealed = messages.iter().zip(numbers).map(|((kind, message), sequence)| {
            let (envelope, key) = self.seal(facts.id, sequence, message)?;
            let text = has_text(*kind, facts).then(|| self.seal_text(facts.id, sequence, message)).flatten();
            Some((Entry { text, ..entry_of(facts.id, sequence, *kind, &envelope, self.now()) }, key))
        });
        sealed.collect()
    }
}

/// Which later messages of an alarm have a short form: those that say how it ends, and the first place of all.
fn has_text(kind: EntryKind, facts: &AlertFacts) -> bool {
    let said = match kind {
        EntryKind::Raise | EntryKind::Cancel | EntryKind::LastWord => true,
        EntryKind::Update => facts.place.is_none(),
        EntryKind::Clip | EntryKind::ClipPiece => false,
    };
    said && facts.status == Status::Actual
}

fn entry_of(alert: AlertId, sequence: Sequence, kind: EntryKind, envelope: &SealedEnvelope, sealed: Moment) -> Entry {
    Entry {
        key: EntryKey { alert, sequence },
        kind,
        envelope: envelope.as_bytes().to_vec(),
        sealed,
        attempts: 0,
        state: EntryState::Pending,
        text: None,
    }
}
