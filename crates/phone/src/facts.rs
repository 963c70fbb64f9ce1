//! What native code has told of the telephone. It lives in memory only, and is forgotten at a boot and an update: what
//! nobody has told since is not known, and what is not known is not ready.

use hifazat_protocol::{Trigger, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::view::{Check, CheckId, CheckState};

/// Everything that was told; a missing member was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Texts can be handed to the operator.
    pub texts: Option<Fact>,
    /// Notices can be shown, without which no service may stand by an alert.
    pub notices: Option<Fact>,
    /// The system does not end the app to spare the battery.
    pub battery: Option<Fact>,
    /// It can howl.
    pub siren: Option<Fact>,
    /// It can flash.
    pub torch: Option<Fact>,
    /// It can record a clip.
    pub clip: Option<Fact>,
    /// It can read receipts that come as texts.
    pub receipts: Option<Fact>,
    /// The cards that texts can go by. None are told where there is no choice, or nobody knows.
    pub cards: Vec<Card>,
    /// What can set off an alarm here, beside the page's own button.
    pub triggers: Vec<(Trigger, Fact)>,
}

/// How one thing stands on this telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Works, to be repaired, or not there.
    pub standing: Standing,
    /// What is in the way, or what it needs.
    pub why: Option<Why>,
}

/// A card in the telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its slot, counted from 1 as on the telephone's own screens.
    pub slot: u8,
    /// Its operator's name for itself; may be empty.
    pub name: String,
}

/// Works, to be repaired, or not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It works.
    Works,
    /// It does not, and something can be done.
    Repair,
    /// This telephone has no such thing.
    NotHere,
}

/// What is in the way of something, or what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// She has not given leave.
    Permission,
    /// No card.
    NoSim,
    /// Flight mode.
    Airplane,
    /// The system spares the battery.
    BatterySaver,
    /// The system restricts the app in the background.
    Restricted,
    /// The system takes leave and background work from apps that were not opened for months.
    Unused,
    /// The maker's own task killer; see [`Maker`].
    Maker(Maker),
    /// The key lies in a file.
    NotWrapped,
    /// The telephone's safe, in which the key is, gives nothing now.
    SafeShut,
    /// It is switched off.
    Off,
    /// The telephone lacks the part.
    NoSensor,
    /// It works only while the app's service runs.
    NeedsService,
    /// It works only on an unlocked telephone.
    NeedsUnlock,
    /// The control room has named no number for texts.
    NoNumber,
    /// A reason that this version has no words for.
    Other,
}

/// Makers whose telephones end apps in ways of their own, by the screen on which that is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Maker {
    /// Xiaomi, Redmi, Poco.
    Xiaomi,
    /// Huawei, Honor.
    Huawei,
    /// Oppo, Realme, OnePlus.
    Oppo,
    /// Vivo, iQOO.
    Vivo,
    /// Samsung.
    Samsung,
    /// Tecno, Infinix, itel.
    Transsion,
    /// Another.
    Other,
}

impl Why {
    /// From the word of the door; one that is not known is [`Why::Other`].
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "permission" => Self::Permission,
            "no_sim" => Self::NoSim,
            "airplane" => Self::Airplane,
            "battery_saver" => Self::BatterySaver,
            "restricted" => Self::Restricted,
            "unused" => Self::Unused,
            "off" => Self::Off,
            "no_sensor" => Self::NoSensor,
            "needs_service" => Self::NeedsService,
            "needs_unlock" => Self::NeedsUnlock,
            _ => code.strip_prefix("vendor_").map_or(Self::Other, |maker| Self::Maker(Maker::of(maker))),
        }
    }
}

impl Maker {
    fn of(name: &str) -> Self {
        match name {
            "xiaomi" | "redmi" | "poco" => Self::Xiaomi,
            "huawei" | "honor" => Self::Huawei,
            "oppo" | "realme" | "oneplus" => Self::Oppo,
            "vivo" | "iqoo" => Self::Vivo,
            "samsung" => Self::Samsung,
            "tecno" | "infinix" | "itel" | "transsion" => Self::Transsion,
            _ => Self::Other,
        }
    }
}

impl Fact {
    /// It works, without a but.
    pub const WORKS: Self = Self { standing: Standing::Works, why: None };
    /// There is no such thing here.
    pub const NOT_HERE: Self = Self { standing: Standing::NotHere, why: None };
}

impl Facts {
    /// A computer: it sends no texts and ends no apps. It posts notices only where the window finds somebody who shows them. It has
    /// the page's button, and keys.
    #[must_use]
    pub fn of_a_computer() -> Self {
        Self {
            texts: Some(Fact::NOT_HERE),
            notices: Some(Fact::NOT_HERE),
            battery: Some(Fact::NOT_HERE),
            siren: Some(Fact::NOT_HERE),
            torch: Some(Fact::NOT_HERE),
            clip: Some(Fact::NOT_HERE),
            receipts: Some(Fact::NOT_HERE),
            cards: Vec::new(),
            triggers: vec![(Trigger::Hold, Fact::WORKS), (Trigger::Keyboard, Fact::WORKS)],
        }
    }
}

/// Facts, and when they were told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) facts: Facts,
    pub(crate) at: Option<UnixMillis>,
}

impl Told {
    /// One line of the readiness gate.
    pub(crate) fn check(&self, id: CheckId, fact: Option<Fact>) -> Check {
        let state = match fact.map(|fact| fact.standing) {
            None => CheckState::Unknown,
            Some(Standing::Works) => CheckState::Proven,
            Some(Standing::Repair) => CheckState::Repair,
            Some(Standing::NotHere) => CheckState::NotHere,
        };
        let proven_at = self.at.filter(|_| state == CheckState::Proven);
        Check { id, state, proven_at, why: fact.and_then(|fact| fact.why) }
    }
}

/// Which of the triggers that are off at first she has switched on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenTriggers {
    /// A pattern on the volume keys.
    pub volume_keys: bool,
    /// Shaking the telephone.
    pub shake: bool,
    /// The button of a wired headset.
    pub headset: bool,
}

impl ChosenTriggers {
    /// Those that have a switch.
    pub(crate) const ALL: [Trigger; 3] = [Trigger::VolumeKeys, Trigger::Shake, Trigger::Headset];

    /// Is it on? `None`: it has no switch.
    #[must_use]
    pub fn is_on(mut self, trigger: Trigger) -> Option<bool> {
        self.switch(trigger).map(|on| *on)
    }

    /// Its switch, if it has one.
    pub(crate) const fn switch(&mut self, trigger: Trigger) -> Option<&mut bool> {
        match trigger {
            Trigger::VolumeKeys => Some(&mut self.volume_keys),
            Trigger::Shake => Some(&mut self.shake),
            Trigger::Headset => Some(&mut self.headset),
            Trigger::Hold
            | Trigger::Keyboard
            | Trigger::Assistive
            | Trigger::CommandLine
            | Trigger::Button
            | Trigger::Widget
            | Trigger::Tile
            | Trigger::LockScreen
            | Trigger::Assist
            | Trigger::Shortcut
            | Trigger::Siri
            | Trigger::ActionButton
            | Trigger::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_maker_is_known_by_its_brands_and_a_strange_word_is_no_other_reason() {
        assert_eq!(Why::of("vendor_infinix"), Why::Maker(Maker::Transsion));
        assert_eq!(Why::of("vendor_nokia"), Why::Maker(Maker::Other));
        assert_eq!(Why::of("bored"), Why::Other);
        assert_eq!(Why::of("airplane"), Why::Airplane);
    }

    #[test]
    fn what_was_not_told_is_not_known() {
        let told = Told::default();
        assert_eq!(told.check(CheckId::Battery, told.facts.battery).state, CheckState::Unknown);
    }
}
