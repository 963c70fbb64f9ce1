//! What a face is told: the brain's view in the words of JSON. `ui/shared/generated/phone` is made from these types, and
//! a test fails when it is stale. Instants are milliseconds since 1970, identifiers are text.

mod alert;
mod equipment;
mod from_brain;
mod readiness;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use alert::{AlertStatus, AlertView, CancelState, Carrying, PlaceView, Step, StepStage, TextView};
pub use equipment::{Card, Choice, ChoiceView, Loud, Repair, TriggerView, Why};
pub use readiness::{Check, CheckId, CheckState, Readiness};

/// Everything a face needs to draw the phone.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PhoneView {
    /// The phone's clock when this was put together.
    #[ts(type = "number")]
    pub now_ms: i64,
    /// The language of the words.
    pub language: Language,
    /// May the police ring or text her after an alarm?
    pub contact_rule: ContactRule,
    /// How long the button must be held.
    pub hold_ms: u32,
    /// A trust bundle is in force.
    pub configured: bool,
    /// Is everything proven?
    pub readiness: Readiness,
    /// Whether the room may send receipts as texts, and they can be read.
    pub receipts_by_text: ChoiceView,
    /// Whether a short clip is recorded when an alarm begins, and can be.
    pub clip: ChoiceView,
    /// The cards that texts can go by; with fewer than two there is nothing to choose.
    pub cards: Vec<Card>,
    /// The slot of the card that she chose for texts; none: whichever can.
    pub text_card: Option<u8>,
    /// What can set off an alarm on this telephone.
    pub triggers: Vec<TriggerView>,
    /// The trigger whose next pull is a drill.
    pub practise: Option<Trigger>,
    /// Until when it is.
    #[ts(type = "number | null")]
    pub practice_ends_at_ms: Option<i64>,
    /// What of siren and light is on.
    pub loud: Loud,
    /// What of them this telephone has.
    pub can_be_loud: Loud,
    /// Where the first run stands.
    pub setup: Setup,
    /// The newest real alert that she has not left behind.
    pub alert: Option<AlertView>,
    /// The newest drill that she has not left behind.
    pub drill: Option<AlertView>,
    /// What she has to be told.
    pub notices: Vec<Notice>,
}

/// Languages of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Urdu.
    Ur,
    /// English.
    En,
}

/// Whether the police may contact her after an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactRule {
    /// Nobody rings or texts.
    Silent,
    /// A text is allowed.
    Text,
    /// A call is allowed.
    Call,
}

/// How an alarm is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The button was held.
    Hold,
    /// Enter or Space was held.
    Keyboard,
    /// One activation by a screen reader or a switch.
    Assistive,
    /// The command line.
    CommandLine,
    /// A fixed panic button.
    Button,
    /// The widget on the home screen.
    Widget,
    /// The tile among the quick settings.
    Tile,
    /// The circle above the lock screen.
    LockScreen,
    /// The system's gesture for the assistant.
    Assist,
    /// A shortcut on the home screen, or under the app's icon.
    Shortcut,
    /// The volume keys in a pattern.
    VolumeKeys,
    /// A shaken phone.
    Shake,
    /// The button of a headset.
    Headset,
    /// A spoken word to the system, or one of its shortcuts.
    Siri,
    /// The telephone's own button for one act.
    ActionButton,
    /// One that this version does not know.
    Other,
}

/// Where the first run stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Setup {
    /// 1 place, 2 PINs, 3 drill; none when done or put off.
    #[ts(type = "1 | 2 | 3 | null")]
    pub step: Option<u8>,
}

/// What she is told outside the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// New settings could not be proven; the old ones stay.
    BundleRefused,
    /// The settings in force have expired; they are used all the same.
    BundleExpired,
    /// The database was damaged and has been set aside.
    StoreSetAside,
    /// Something could not be written; it lives in memory and is tried again.
    NotDurable,
}

/// What became of a PIN.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PinAnswer {
    /// Done, wrong, or too late.
    pub outcome: PinOutcome,
    /// Wrong PINs she has left.
    pub tries_left: u8,
    /// What is true now.
    pub view: PhoneView,
}

/// What became of a PIN. A duress PIN is `done`, by design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PinOutcome {
    /// Taken back or cancelled.
    Done,
    /// Wrong PIN, tries are left.
    Wrong,
    /// The alarm stands.
    Stands,
}

/// What became of two new PINs.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PinsAnswer {
    /// Saved, or why not.
    pub outcome: PinsOutcome,
    /// What is true now.
    pub view: PhoneView,
}

/// Why two PINs were refused, if they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PinsOutcome {
    /// Kept.
    Saved,
    /// One of them is among the first that anybody would try.
    TooEasy,
    /// They are the same.
    MustDiffer,
    /// One of them is not four digits.
    NotFourDigits,
}

/// A number to call, from the signed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Helpline {
    /// The number to dial.
    pub number: String,
    /// Its name in English.
    pub name_en: String,
    /// Its name in Urdu.
    pub name_ur: String,
    /// What it is for: police, women, ambulance, child, cyber, complaints.
    pub kind: String,
}

/// What a command is answered with when it failed. Faces switch on `code`, never on `message`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// A stable word.
    pub code: String,
    /// A sentence for the log.
    pub message: String,
}
