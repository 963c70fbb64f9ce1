//! Incidents and drills as the console sees them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{ContactRule, Disposition, DrillStatus, IncidentState, Lane, Trust};

/// One line of the live queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct IncidentRow {
    /// The alert's id.
    pub id: String,
    /// What people say on the radio: "L-0007".
    pub label: String,
    /// Counts up with each change; an act names the revision it was decided on.
    #[ts(type = "number")]
    pub revision: u64,
    /// How far the room has come.
    pub state: IncidentState,
    /// In which queue.
    pub lane: Lane,
    /// What the room knows of the sender.
    pub trust: Trust,
    /// Low trust, and nobody at a desk has acted on it: a desk with too many of these leaves some out.
    pub may_be_left_out: bool,
    /// When she tapped, by her clock.
    #[ts(type = "number")]
    pub tapped_at_ms: i64,
    /// When the room had it on its disk.
    #[ts(type = "number")]
    pub stored_at_ms: i64,
    /// Her rule; unknown while unreadable, and unknown means silent.
    pub contact_rule: Option<ContactRule>,
    /// The duress PIN was given.
    pub duress: bool,
    /// Cancelled by PIN; a person still closes it.
    pub cancelled: bool,
    /// District of the last place.
    pub district: Option<String>,
    /// The same in Urdu.
    pub district_ur: Option<String>,
    /// Nearest headquarters or nearest boundary, not the district the point lies in.
    pub district_approximate: bool,
    /// The last known place.
    pub place: Option<Place>,
    /// By which ways it came.
    pub paths: Vec<String>,
    /// The desk that took it.
    pub desk: Option<String>,
    /// The seat that took it.
    pub operator: Option<String>,
    /// The unit that is coming.
    pub unit: Option<String>,
    /// Seconds until the unit is expected, counted from the dispatch.
    pub eta_s: Option<u32>,
    /// Its outcome.
    pub disposition: Option<String>,
    /// What her phone has recorded, if she chose that.
    pub clips: Vec<Clip>,
    /// Due to be accepted.
    #[ts(type = "number")]
    pub accept_due_ms: i64,
    /// Due to have a unit.
    #[ts(type = "number")]
    pub assign_due_ms: i64,
    /// Due to have a unit with her.
    #[ts(type = "number")]
    pub arrive_due_ms: i64,
}

/// A short recording: announced first, here later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Clip {
    /// SHA-256, in hexadecimal digits: its name.
    pub digest: String,
    /// When it began, by the phone's clock.
    #[ts(type = "number")]
    pub recorded_at_ms: i64,
    /// All of it has come.
    pub here: bool,
}

/// A place with its accuracy and its age; never without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct Place {
    /// WGS 84.
    pub latitude_deg: f64,
    /// WGS 84.
    pub longitude_deg: f64,
    /// Radius, when the phone gave one.
    pub accuracy_m: Option<f64>,
    /// When it was measured.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// How it was measured.
    pub method: String,
    /// Why it is not a clean pin.
    pub doubts: Vec<String>,
}

/// One incident with all its facts. Each reading of it leaves an audit entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
pub struct Incident {
    /// The line in the queue.
    #[serde(flatten)]
    pub row: IncidentRow,
    /// Places, oldest first.
    pub track: Vec<Place>,
    /// Charge, as last told.
    pub battery_percent: Option<u8>,
    /// Whether it is being charged, as last told.
    pub charging: Option<bool>,
    /// Her phone said that it expects to fall silent.
    pub last_word: bool,
    /// Her language.
    pub language: Option<String>,
    /// What raised it.
    pub trigger: Option<String>,
    /// The device's id.
    pub device: String,
    /// Why it could not be opened.
    pub unreadable_reason: Option<String>,
    /// The number that its text came from, as the carrier gave it: anybody can pretend one.
    pub texted_from: Option<String>,
    /// What the room has signed, and whether her phone has it.
    pub steps: Vec<Step>,
    /// Who did what.
    pub log: Vec<LogLine>,
}

/// One signed step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Step {
    /// stored, opened, seen, dispatched, arrived, closed.
    pub stage: String,
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Her phone has collected this receipt.
    pub fetched: bool,
}

/// One entry of the incident's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct LogLine {
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// A seat, "phone" or "room".
    pub who: String,
    /// What, as a code.
    pub what: String,
}

/// One drill. Drills never enter the live queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct DrillRow {
    /// The alert's id.
    pub id: String,
    /// "D-0003".
    pub label: String,
    /// A drill, or the phone's silent check.
    #[ts(inline)]
    pub status: DrillStatus,
    /// When it was started, by the phone's clock.
    #[ts(type = "number")]
    pub tapped_at_ms: i64,
    /// When the room had it on its disk.
    #[ts(type = "number")]
    pub stored_at_ms: i64,
    /// The device's id.
    pub device: String,
    /// By which ways it came.
    pub paths: Vec<String>,
    /// The room could open it.
    pub opened: bool,
}

/// Takes an incident.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptBody {
    /// The revision the operator saw.
    pub revision: u64,
}

/// Sends a unit, or another one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchBody {
    /// The revision the operator saw.
    pub revision: u64,
    /// The unit's call sign.
    pub unit: String,
    /// Minutes until it is expected.
    pub eta_min: Option<u32>,
}

/// The unit is with her.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ArriveBody {
    /// The revision the operator saw.
    pub revision: u64,
}

/// Gives an incident its outcome.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBody {
    /// The revision the operator saw.
    pub revision: u64,
    /// The outcome.
    pub disposition: Disposition,
    /// In the operator's words.
    #[serde(default)]
    pub note: String,
}
