//! The readiness gate as a face shows it.

use hifazat_phone as brain;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Why;

/// The readiness gate: green only when every check is proven.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Readiness {
    /// Every check is proven that there is on this telephone.
    pub ready: bool,
    /// How many are not.
    pub to_repair: u32,
    /// The last drill that came back with a real receipt.
    #[ts(type = "number | null")]
    pub last_drill_at_ms: Option<i64>,
    /// One line each, in a fixed order.
    pub checks: Vec<Check>,
}

/// One line of the readiness gate.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Check {
    /// Which.
    pub id: CheckId,
    /// How it stands.
    pub state: CheckState,
    /// When it was last proven.
    #[ts(type = "number | null")]
    pub proven_at_ms: Option<i64>,
    /// What is in the way, where that is known.
    pub why: Option<Why>,
}

/// What must be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckId {
    /// The place is allowed and works.
    Place,
    /// A silent test reached the control room.
    Line,
    /// Texts can be handed to the operator, for when there is no internet.
    Texts,
    /// Notices can be shown.
    Notices,
    /// The system does not end the app to spare the battery.
    Battery,
    /// The vault's key is kept by the telephone's own key store.
    Key,
    /// A drill came back with a real receipt.
    Drill,
    /// Both PINs are set.
    Pins,
    /// A trust bundle is in force and has not expired.
    Configuration,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Proven, and not too long ago.
    Proven,
    /// Broken, missing or outdated.
    Repair,
    /// Nobody has looked yet; not counted as ready.
    Unknown,
    /// There is no such thing here: it counts neither for nor against.
    NotHere,
}

impl From<brain::Readiness> for Readiness {
    fn from(readiness: brain::Readiness) -> Self {
        Self {
            ready: readiness.ready,
            to_repair: readiness.to_repair,
            last_drill_at_ms: readiness.last_drill_at.map(|at| at.0),
            checks: readiness.checks.into_iter().map(Check::from).collect(),
        }
    }
}

impl From<brain::Check> for Check {
    fn from(check: brain::Check) -> Self {
        let state = match check.state {
            brain::CheckState::Proven => CheckState::Proven,
            brain::CheckState::Repair => CheckState::Repair,
            brain::CheckState::Unknown => CheckState::Unknown,
            brain::CheckState::NotHere => CheckState::NotHere,
        };
        let (proven_at_ms, why) = (check.proven_at.map(|at| at.0), check.why.map(Why::from));
        Self { id: check.id.into(), state, proven_at_ms, why }
    }
}

impl From<brain::CheckId> for CheckId {
    fn from(id: brain::CheckId) -> Self {
        match id {
            brain::CheckId::Place => Self::Place,
            brain::CheckId::Line => Self::Line,
            brain::CheckId::Texts => Self::Texts,
            brain::CheckId::Notices => Self::Notices,
            brain::CheckId::Battery => Self::Battery,
            brain::CheckId::Key => Self::Key,
            brain::CheckId::Drill => Self::Drill,
            brain::CheckId::Pins => Self::Pins,
            brain::CheckId::Configuration => Self::Configuration,
        }
    }
}
