//! What is true now, put together for a face.

use hifazat_protocol::{AlertId, Fix, Stage, Status, UnixMillis};

use crate::alert::Alert;
use crate::moment::Moment;
use crate::phone::equip::can_be_loud;
use crate::phone::practise::triggers;
use crate::phone::readiness::{readiness, setup_step};
use crate::phone::{Phone, State};
use crate::view::{
    AlertView, CancelView, Carrying, ChoiceView, Dropped, Notice, PhoneView, PlaceView, Step, StepStage, TextView,
};

impl Phone {
    /// What is true now.
    #[must_use]
    pub fn view(&self) -> PhoneView {
        let now = self.now();
        let alerts = self.known();
        let shown = |status: Status| {
            let mut of_status = alerts.iter().filter(move |alert| alert.facts().status == status);
            of_status.find(|alert| !alert.facts().dismissed)
        };
        let (actual, drill) = (shown(Status::Actual), shown(Status::Exercise));
        // A real alarm during a drill wins: the drill leaves the screen.
        let drill = drill.filter(|_| actual.is_none());
        let whole = self.ledger.is_whole();
        let kept = self.ports.vault.key_kept();
        let state = self.state();
        let profile = &state.settings.profile;
        let readiness = readiness(&state, kept, now.wall);
        PhoneView {
            now: now.wall,
            language: profile.language,
            contact_rule: profile.contact_rule,
            hold_ms: profile.hold_ms,
            receipts_by_text: ChoiceView { on: profile.receipts_by_text, fact: state.told.facts.receipts },
            clip: ChoiceView { on: profile.clip, fact: state.told.facts.clip },
            cards: state.told.facts.cards.clone(),
            text_card: profile.text_card,
            configured: state.trust.bundle().is_some(),
            triggers: triggers(&state),
            practising: state.practice.now(now).filter(|_| actual.is_none()),
            // No screen of the system opens over an alarm.
            repair: state.asked.repair(now).filter(|_| actual.is_none()),
            loud: state.asked.loud(actual),
            can_be_loud: can_be_loud(&state),
            setup_step: setup_step(&state),
            alert: actual.map(|alert| alert_view(alert, &state, now)),
            drill: drill.map(|alert| alert_view(alert, &state, now)),
            notices: notices(&state, whole, now.wall),
            readiness,
        }
    }

    /// Every alert that is kept, newest first, line checks included; not those that she took back and left behind.
    #[must_use]
    pub fn alerts(&self) -> Vec<AlertView> {
        let now = self.now();
        let alerts = self.known();
        let state = self.state();
        let gone = |alert: &&Alert| alert.facts().dismissed && alert.facts().taken_back.is_some();
        alerts.iter().filter(|alert| !gone(alert)).map(|alert| alert_view(alert, &state, now)).collect()
    }

    /// One alert, whatever its status.
    #[must_use]
    pub fn alert_view(&self, id: AlertId) -> Option<AlertView> {
        let now = self.now();
        let alert = self.alert(id)?;
        Some(alert_view(&alert, &self.state(), now))
    }

    /// What she has to be told, as far as it is known without reading the outbox: a tap must not wait for that.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        notices(&self.state(), self.ledger.is_whole(), self.now().wall)
    }

    /// Receipts that were not believed so far, by any process over this store.
    #[must_use]
    pub fn dropped(&self) -> Dropped {
        self.ports.vault.dropped().unwrap_or_default()
    }
}

fn notices(state: &State, whole: bool, now: UnixMillis) -> Vec<Notice> {
    let mut notices = state.notices.clone();
    if state.trust.bundle().is_some_and(|bundle| now > bundle.expires_at) {
        notices.insert(Notice::BundleExpired);
    }
    if !whole {
        notices.insert(Notice::NotDurable);
    }
    notices.into_iter().collect()
}

fn alert_view(alert: &Alert, state: &State, now: Moment) -> AlertView {
    let facts = alert.facts();
    let open = open_on_screen(alert);
    let waiting_since = state.pauses.waiting_since(facts.id).filter(|_| open > 0);
    let carrying = match (open, waiting_since) {
        (0, _) => Carrying::Idle,
        (_, Some(_)) => Carrying::WaitingForNetwork,
        (_, None) => Carrying::Sending,
    };
    AlertView {
        alert_id: facts.id,
        status: facts.status,
        tapped_at: facts.tapped.wall,
        durable: alert.durable,
        window_ends_at: alert.window_left(now).map(|left| later(now.wall, left)),
        pin_tries_left: alert.pin_tries_left(),
        contact_rule: facts.contact_rule,
        steps: steps(alert),
        carrying,
        waiting_since,
        not_delivered: alert.is_not_delivered(now),
        lost_at: alert.ladder.lost().filter(|_| facts.taken_back.is_none()).map(|at| at.wall),
        cancel: cancel_view(alert),
        broken: facts.broken,
        took_ms: took_ms(alert),
        place: facts.place,
        text: text_view(alert, state),
        outbox_pending: u32::try_from(open).unwrap_or(u32::MAX),
    }
}

/// Of the raise alone: what follows it must not tell one PIN from the other.
fn text_view(alert: &Alert, state: &State) -> Option<TextView> {
    let raise = alert.record.entries.first()?;
    match raise.text.as_ref()?.sent {
        Some(at) => Some(TextView::HandedOver { at: at.wall }),
        // What the room has needs no text.
        None if !raise.is_open() || alert.answered.contains(&raise.key.sequence) => None,
        None => state.texting.trouble(alert.facts().id).map(TextView::Failing),
    }
}

/// Entries that she is told of: none after a take-back, none beyond the message of a cancel. What goes on under duress
/// goes on unseen, and so does a clip: the word "sending" is for what calls for help.
fn open_on_screen(alert: &Alert) -> usize {
    let facts = alert.facts();
    let told = alert.record.entries.iter().filter(|entry| entry.is_open() && !entry.kind.is_of_a_clip());
    match (&facts.taken_back, &facts.cancelled) {
        (Some(_), _) => 0,
        (None, Some((last, _))) => told.filter(|entry| entry.key.sequence <= *last).count(),
        (None, None) => told.count() + usize::from(alert.record.is_unsealed()),
    }
}

fn later(now: UnixMillis, left: std::time::Duration) -> UnixMillis {
    now.plus_ms(i64::try_from(left.as_millis()).unwrap_or(i64::MAX))
}

/// The steps that may be shown. After a take-back the screen stands still, and after a cancel it tells no more of help
/// on the way: whoever forced the PIN out of her may be reading it. The same holds for both PINs.
fn steps(alert: &Alert) -> Vec<Step> {
    let facts = alert.facts();
    let tapped = facts.tapped;
    let saved = alert.durable.then_some(Step {
        stage: StepStage::Saved,
        at: tapped.wall,
        learned_at: tapped.wall,
        since_tap_ms: 0,
        desk: None,
        unit: None,
        eta_s: None,
        path: None,
    });
    let shown = |stage: Stage, learned: &Moment| {
        let before = |end: &Moment| end.is_after(learned);
        let of_help = match stage {
            Stage::Seen | Stage::Dispatched | Stage::Arrived => true,
            Stage::Stored | Stage::Opened | Stage::Closed => false,
        };
        facts.taken_back.as_ref().is_none_or(before)
            && (!of_help || facts.cancelled.as_ref().is_none_or(|(_, at)| before(at)))
    };
    let rungs = alert.ladder.shown().iter().filter(|(stage, rung)| shown(**stage, &rung.learned));
    let proven = rungs.map(|(stage, rung)| Step {
        stage: StepStage::Proven(*stage),
        at: rung.at,
        learned_at: rung.learned.wall,
        since_tap_ms: millis(rung.learned.since(&tapped)),
        desk: rung.desk.clone(),
        unit: rung.unit.clone(),
        eta_s: rung.eta_s,
        path: Some(rung.path.clone()),
    });
    saved.into_iter().chain(proven).collect()
}

fn cancel_view(alert: &Alert) -> CancelView {
    let facts = alert.facts();
    match (&facts.taken_back, &facts.cancelled) {
        (Some(_), _) => CancelView::TakenBack,
        (None, Some((sequence, _))) if alert.is_received(*sequence) => CancelView::Received,
        (None, Some(_)) => CancelView::Pending,
        (None, None) => CancelView::None,
    }
}

/// From the tap to the proof: for a drill that the room opened it as a drill, for an alarm that it is stored.
fn took_ms(alert: &Alert) -> Option<u64> {
    let rungs = alert.ladder.shown();
    let rung = match alert.facts().status {
        Status::Actual => rungs.values().next(),
        Status::Exercise | Status::Test => rungs.get(&Stage::Opened),
    };
    let facts = alert.facts();
    let rung = rung.filter(|rung| facts.taken_back.is_none_or(|end| end.is_after(&rung.learned)));
    rung.map(|rung| millis(rung.learned.since(&facts.tapped)))
}

fn millis(span: std::time::Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

impl PlaceView {
    /// What may be kept of a position in the clear.
    pub(crate) fn of(fix: &Fix, now: UnixMillis) -> Self {
        Self { accuracy_m: fix.accuracy_m, at: fix.at, doubtful: !fix.doubts(now).is_empty() }
    }
}
