//! Word for word from the brain's view to the face's. No rule lives here.

use hifazat_phone as brain;
use hifazat_protocol as protocol;

use super::{
    AlertStatus, AlertView, CancelState, Card, Carrying, ContactRule, Helpline, Language, Notice, PhoneView, PlaceView,
    Setup, Step, StepStage, TextView, Trigger, TriggerView,
};

impl From<brain::PhoneView> for PhoneView {
    fn from(view: brain::PhoneView) -> Self {
        Self {
            now_ms: view.now.0,
            language: view.language.into(),
            contact_rule: view.contact_rule.into(),
            hold_ms: view.hold_ms,
            configured: view.configured,
            readiness: view.readiness.into(),
            receipts_by_text: view.receipts_by_text.into(),
            clip: view.clip.into(),
            cards: view.cards.into_iter().map(Card::from).collect(),
            text_card: view.text_card,
            triggers: view.triggers.into_iter().map(TriggerView::from).collect(),
            practise: view.practising.map(|practice| practice.trigger.into()),
            practice_ends_at_ms: view.practising.map(|practice| practice.ends_at.0),
            loud: view.loud.into(),
            can_be_loud: view.can_be_loud.into(),
            setup: Setup { step: view.setup_step },
            alert: view.alert.and_then(shown),
            drill: view.drill.and_then(shown),
            notices: view.notices.into_iter().map(Notice::from).collect(),
        }
    }
}

/// Line checks are nobody's business on a screen.
fn shown(alert: brain::AlertView) -> Option<AlertView> {
    let status = match alert.status {
        protocol::Status::Actual => AlertStatus::Actual,
        protocol::Status::Exercise => AlertStatus::Exercise,
        protocol::Status::Test => return None,
    };
    Some(AlertView {
        alert_id: alert.alert_id.to_string(),
        status,
        tapped_at_ms: alert.tapped_at.0,
        durable: alert.durable,
        window_ends_at_ms: alert.window_ends_at.map(|at| at.0),
        pin_tries_left: alert.pin_tries_left,
        contact_rule: alert.contact_rule.into(),
        steps: alert.steps.into_iter().map(Step::from).collect(),
        carrying: alert.carrying.into(),
        waiting_since_ms: alert.waiting_since.map(|at| at.0),
        not_delivered: alert.not_delivered,
        lost_at_ms: alert.lost_at.map(|at| at.0),
        cancel: alert.cancel.into(),
        broken: alert.broken,
        took_ms: alert.took_ms,
        place: alert.place.map(PlaceView::from),
        text: alert.text.map(TextView::from),
    })
}

impl From<brain::Step> for Step {
    fn from(step: brain::Step) -> Self {
        let brain::Step { stage, at, desk, unit, eta_s, path, .. } = step;
        Self { stage: stage.into(), at_ms: at.0, desk, unit, eta_s, path }
    }
}

impl From<brain::StepStage> for StepStage {
    fn from(stage: brain::StepStage) -> Self {
        match stage {
            brain::StepStage::Saved => Self::Saved,
            brain::StepStage::Proven(protocol::Stage::Stored) => Self::Stored,
            brain::StepStage::Proven(protocol::Stage::Opened) => Self::Opened,
            brain::StepStage::Proven(protocol::Stage::Seen) => Self::Seen,
            brain::StepStage::Proven(protocol::Stage::Dispatched) => Self::Dispatched,
            brain::StepStage::Proven(protocol::Stage::Arrived) => Self::Arrived,
            brain::StepStage::Proven(protocol::Stage::Closed) => Self::Closed,
        }
    }
}

impl From<brain::Carrying> for Carrying {
    fn from(carrying: brain::Carrying) -> Self {
        match carrying {
            brain::Carrying::Sending => Self::Sending,
            brain::Carrying::WaitingForNetwork => Self::WaitingForNetwork,
            brain::Carrying::Idle => Self::Idle,
        }
    }
}

impl From<brain::CancelView> for CancelState {
    fn from(cancel: brain::CancelView) -> Self {
        match cancel {
            brain::CancelView::None => Self::None,
            brain::CancelView::TakenBack => Self::TakenBack,
            brain::CancelView::Pending => Self::Pending,
            brain::CancelView::Received => Self::Received,
        }
    }
}

impl From<brain::PlaceView> for PlaceView {
    fn from(place: brain::PlaceView) -> Self {
        // Not every float has a form in JSON; what is not a number is not known.
        let accuracy_m = place.accuracy_m.filter(|accuracy| accuracy.is_finite());
        Self { accuracy_m, at_ms: place.at.0, doubtful: place.doubtful }
    }
}

impl From<brain::TextView> for TextView {
    fn from(text: brain::TextView) -> Self {
        match text {
            brain::TextView::HandedOver { at } => Self::HandedOver { at_ms: at.0 },
            brain::TextView::Failing(brain::TextTrouble::NeedsTouch) => Self::NeedsTouch,
            brain::TextView::Failing(_) => Self::Failing,
        }
    }
}

impl From<brain::Notice> for Notice {
    fn from(notice: brain::Notice) -> Self {
        match notice {
            brain::Notice::BundleRefused => Self::BundleRefused,
            brain::Notice::BundleExpired => Self::BundleExpired,
            brain::Notice::StoreSetAside => Self::StoreSetAside,
            brain::Notice::NotDurable => Self::NotDurable,
        }
    }
}

impl From<protocol::Language> for Language {
    fn from(language: protocol::Language) -> Self {
        match language {
            protocol::Language::English => Self::En,
            // Both are written in the Urdu script; their own words come with a later version.
            protocol::Language::Urdu | protocol::Language::Punjabi | protocol::Language::Saraiki => Self::Ur,
        }
    }
}

impl From<Language> for protocol::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Ur => Self::Urdu,
            Language::En => Self::English,
        }
    }
}

impl From<protocol::ContactRule> for ContactRule {
    fn from(rule: protocol::ContactRule) -> Self {
        match rule {
            protocol::ContactRule::Silent => Self::Silent,
            protocol::ContactRule::Text => Self::Text,
            protocol::ContactRule::Call => Self::Call,
        }
    }
}

impl From<ContactRule> for protocol::ContactRule {
    fn from(rule: ContactRule) -> Self {
        match rule {
            ContactRule::Silent => Self::Silent,
            ContactRule::Text => Self::Text,
            ContactRule::Call => Self::Call,
        }
    }
}

impl From<Trigger> for protocol::Trigger {
    fn from(trigger: Trigger) -> Self {
        match trigger {
            Trigger::Hold => Self::Hold,
            Trigger::Keyboard => Self::Keyboard,
            Trigger::Assistive => Self::Assistive,
            Trigger::CommandLine => Self::CommandLine,
            Trigger::Button => Self::Button,
            Trigger::Widget => Self::Widget,
            Trigger::Tile => Self::Tile,
            Trigger::LockScreen => Self::LockScreen,
            Trigger::Assist => Self::Assist,
            Trigger::Shortcut => Self::Shortcut,
            Trigger::VolumeKeys => Self::VolumeKeys,
            Trigger::Shake => Self::Shake,
            Trigger::Headset => Self::Headset,
            Trigger::Siri => Self::Siri,
            Trigger::ActionButton => Self::ActionButton,
            Trigger::Other => Self::Other,
        }
    }
}

impl From<protocol::Trigger> for Trigger {
    fn from(trigger: protocol::Trigger) -> Self {
        match trigger {
            protocol::Trigger::Hold => Self::Hold,
            protocol::Trigger::Keyboard => Self::Keyboard,
            protocol::Trigger::Assistive => Self::Assistive,
            protocol::Trigger::CommandLine => Self::CommandLine,
            protocol::Trigger::Button => Self::Button,
            protocol::Trigger::Widget => Self::Widget,
            protocol::Trigger::Tile => Self::Tile,
            protocol::Trigger::LockScreen => Self::LockScreen,
            protocol::Trigger::Assist => Self::Assist,
            protocol::Trigger::Shortcut => Self::Shortcut,
            protocol::Trigger::VolumeKeys => Self::VolumeKeys,
            protocol::Trigger::Shake => Self::Shake,
            protocol::Trigger::Headset => Self::Headset,
            protocol::Trigger::Siri => Self::Siri,
            protocol::Trigger::ActionButton => Self::ActionButton,
            protocol::Trigger::Other => Self::Other,
        }
    }
}

impl From<protocol::Helpline> for Helpline {
    fn from(line: protocol::Helpline) -> Self {
        let protocol::Helpline { number, name_en, name_ur, kind } = line;
        Self { number, name_en, name_ur, kind }
    }
}
