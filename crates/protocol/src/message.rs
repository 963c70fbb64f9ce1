//! What a phone says inside an envelope. Words follow CAP 1.2: raise, update, cancel; actual, exercise, test.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clip::{Clip, ClipPiece};
use crate::fix::Fix;
use crate::ids::UnixMillis;
use crate::secret::PathKey;

/// In earnest or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A person needs help.
    Actual,
    /// A drill that a person started.
    Exercise,
    /// A check of the line that the phone made by itself; also introduces the device to the room.
    Test,
}

/// How she may be contacted. Ringing her phone is itself a danger, so silence is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRule {
    /// Nobody contacts her.
    #[default]
    Silent,
    /// Text only; never ring.
    Text,
    /// The police may ring.
    Call,
}

/// What set the alert off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A held finger.
    Hold,
    /// A held key.
    Keyboard,
    /// A screen reader's or switch's single activation.
    Assistive,
    /// `hifazat-phone raise`.
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

/// The language she chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// اردو
    Urdu,
    /// English
    English,
    /// پنجابی (Shahmukhi)
    Punjabi,
    /// سرائیکی
    Saraiki,
}

/// The first message of an alert.
#[derive(Clone, PartialEq)]
pub struct Raise {
    /// In earnest or not.
    pub status: Status,
    /// When she completed the hold, by the phone's clock.
    pub tapped_at: UnixMillis,
    /// How she may be contacted.
    pub contact_rule: ContactRule,
    /// What set it off.
    pub trigger: Trigger,
    /// The last known place at that moment, if any.
    pub fix: Option<Fix>,
    /// Battery charge, 0–100.
    pub battery_percent: Option<u8>,
    /// Whether the battery is being charged, where the phone knows it.
    pub charging: Option<bool>,
    /// The language she chose.
    pub language: Option<Language>,
    /// The key under which this device's tags are made. An envelope always tells it; a text has no room for it.
    pub path_key: Option<PathKey>,
}

/// Further places of a live alert.
#[derive(Clone, PartialEq)]
pub struct Update {
    /// In earnest or not.
    pub status: Status,
    /// When this was composed, by the phone's clock.
    pub at: UnixMillis,
    /// Fixes since the last message, oldest first.
    pub fixes: Vec<Fix>,
    /// Battery charge, 0–100.
    pub battery_percent: Option<u8>,
    /// Whether the battery is being charged, where the phone knows it.
    pub charging: Option<bool>,
    /// The phone expects to fall silent after this one.
    pub last_word: bool,
}

/// She takes it back, or is made to. An operator sees it; nothing is deleted.
#[derive(Clone, PartialEq)]
pub struct Cancel {
    /// In earnest or not.
    pub status: Status,
    /// When the PIN was entered, by the phone's clock.
    pub at: UnixMillis,
    /// The duress PIN: her screen pretends, the alarm goes on.
    pub duress: bool,
    /// Within ten seconds of the hold.
    pub within_window: bool,
}

/// What an envelope carries.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// An alert begins.
    Raise(Raise),
    /// It goes on.
    Update(Update),
    /// It is taken back.
    Cancel(Cancel),
    /// Something was recorded.
    Clip(Clip),
    /// A part of what was recorded.
    ClipPiece(ClipPiece),
}

impl Message {
    /// In earnest or not.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Raise(raise) => raise.status,
            Self::Update(update) => update.status,
            Self::Cancel(cancel) => cancel.status,
            Self::Clip(clip) => clip.status,
            Self::ClipPiece(piece) => piece.status,
        }
    }
}

/// A message in a log must say neither who nor where.
macro_rules! quiet {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?}, …)"), self.status)
            }
        }
    )*};
}

quiet!(Raise, Update, Cancel, Clip, ClipPiece);

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raise(raise) => raise.fmt(f),
            Self::Update(update) => update.fmt(f),
            Self::Cancel(cancel) => cancel.fmt(f),
            Self::Clip(clip) => clip.fmt(f),
            Self::ClipPiece(piece) => piece.fmt(f),
        }
    }
}
