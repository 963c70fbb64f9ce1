//! What this telephone can do, as a face shows it: triggers, siren and light, the clip, and what is in the way of something.

use hifazat_phone as brain;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CheckId, CheckState, Trigger};

/// One trigger of this telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct TriggerView {
    /// Which.
    pub trigger: Trigger,
    /// How it stands.
    pub state: CheckState,
    /// What is in the way, or what it needs.
    pub why: Option<Why>,
    /// Is it on? None: it has no switch.
    pub on: Option<bool>,
    /// When she last tried it as a drill.
    #[ts(type = "number | null")]
    pub tried_at_ms: Option<i64>,
}

/// A card of the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Card {
    /// Its slot, counted from 1.
    pub slot: u8,
    /// Its operator's name; may be empty.
    pub name: String,
}

/// Something that is off until she wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ChoiceView {
    /// Is it on?
    pub on: bool,
    /// Can this telephone do it?
    pub state: CheckState,
    /// What is in the way.
    pub why: Option<Why>,
}

/// What one touch can repair: a check, a trigger that has no place yet, or what she wants and has given no leave for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Repair {
    /// A check of the readiness gate.
    Check(CheckId),
    /// A trigger.
    Trigger(Trigger),
    /// What she wants: leave is missing.
    Choice(Choice),
}

/// What is off until she wants it, and needs her leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// A clip is recorded.
    Clip,
    /// Receipts that come as texts are read.
    Receipts,
}

/// A siren and a flashing light: what is on, or what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Loud {
    /// The siren.
    pub siren: bool,
    /// The light.
    pub torch: bool,
}

/// What is in the way of something, or what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
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
    /// Xiaomi's own task killer, Redmi's and Poco's.
    VendorXiaomi,
    /// Huawei's and Honor's.
    VendorHuawei,
    /// Oppo's, Realme's and OnePlus's.
    VendorOppo,
    /// Vivo's and iQOO's.
    VendorVivo,
    /// Samsung's.
    VendorSamsung,
    /// Tecno's, Infinix's and itel's.
    VendorTranssion,
    /// Another maker's.
    VendorOther,
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
    /// A reason without words.
    Other,
}

/// How a thing stands of which native code tells, and what is in its way.
fn stands(fact: Option<brain::Fact>) -> (CheckState, Option<Why>) {
    let state = match fact.map(|fact| fact.standing) {
        None => CheckState::Unknown,
        Some(brain::Standing::Works) => CheckState::Proven,
        Some(brain::Standing::Repair) => CheckState::Repair,
        Some(brain::Standing::NotHere) => CheckState::NotHere,
    };
    (state, fact.and_then(|fact| fact.why).map(Why::from))
}

impl From<brain::Card> for Card {
    fn from(brain::Card { slot, name }: brain::Card) -> Self {
        Self { slot, name }
    }
}

impl From<brain::ChoiceView> for ChoiceView {
    fn from(view: brain::ChoiceView) -> Self {
        let (state, why) = stands(view.fact);
        Self { on: view.on, state, why }
    }
}

impl From<brain::TriggerView> for TriggerView {
    fn from(view: brain::TriggerView) -> Self {
        let (state, why) = stands(view.fact);
        Self { trigger: view.trigger.into(), state, why, on: view.on, tried_at_ms: view.tried_at.map(|at| at.0) }
    }
}

impl From<brain::Repair> for Repair {
    fn from(repair: brain::Repair) -> Self {
        match repair {
            brain::Repair::Check(check) => Self::Check(check.into()),
            brain::Repair::Trigger(trigger) => Self::Trigger(trigger.into()),
            brain::Repair::Clip => Self::Choice(Choice::Clip),
            brain::Repair::Receipts => Self::Choice(Choice::Receipts),
        }
    }
}

impl From<brain::Loud> for Loud {
    fn from(brain::Loud { siren, torch }: brain::Loud) -> Self {
        Self { siren, torch }
    }
}

impl From<Loud> for brain::Loud {
    fn from(Loud { siren, torch }: Loud) -> Self {
        Self { siren, torch }
    }
}

impl From<brain::Why> for Why {
    fn from(why: brain::Why) -> Self {
        match why {
            brain::Why::Permission => Self::Permission,
            brain::Why::NoSim => Self::NoSim,
            brain::Why::Airplane => Self::Airplane,
            brain::Why::BatterySaver => Self::BatterySaver,
            brain::Why::Restricted => Self::Restricted,
            brain::Why::Unused => Self::Unused,
            brain::Why::Maker(brain::Maker::Xiaomi) => Self::VendorXiaomi,
            brain::Why::Maker(brain::Maker::Huawei) => Self::VendorHuawei,
            brain::Why::Maker(brain::Maker::Oppo) => Self::VendorOppo,
            brain::Why::Maker(brain::Maker::Vivo) => Self::VendorVivo,
            brain::Why::Maker(brain::Maker::Samsung) => Self::VendorSamsung,
            brain::Why::Maker(brain::Maker::Transsion) => Self::VendorTranssion,
            brain::Why::Maker(brain::Maker::Other) => Self::VendorOther,
            brain::Why::NotWrapped => Self::NotWrapped,
            brain::Why::SafeShut => Self::SafeShut,
            brain::Why::Off => Self::Off,
            brain::Why::NoSensor => Self::NoSensor,
            brain::Why::NeedsService => Self::NeedsService,
            brain::Why::NeedsUnlock => Self::NeedsUnlock,
            brain::Why::NoNumber => Self::NoNumber,
            brain::Why::Other => Self::Other,
        }
    }
}
