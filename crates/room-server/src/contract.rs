//! What the console reads and writes, field by field. The TypeScript in `ui/shared/generated/console` is made from these
//! types, and a test fails when it is stale.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

mod desk;
mod incident;
mod view;

pub use desk::{Beat, Crowd, Desk, Headquarters, RoomMap, Session, SignIn, Unit};
pub use incident::{
    AcceptBody, ArriveBody, Clip, CloseBody, DispatchBody, DrillRow, Incident, IncidentRow, LogLine, Place, Step,
};

/// How far the room has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentState {
    /// Nobody has taken it.
    New,
    /// A desk has taken it.
    Accepted,
    /// A unit is on the way.
    Dispatched,
    /// A unit is with her.
    Arrived,
    /// It has an outcome.
    Closed,
}

/// In which queue it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Known devices.
    Live,
    /// Unknown devices and what could not be read. The same clocks run.
    LowTrust,
}

/// What the room knows of the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// A device that spoke before.
    Known,
    /// A device not seen before.
    Low,
    /// All came in texts that nobody has proven to be of the device that they name.
    Unproven,
    /// The envelope could not be opened.
    Unreadable,
}

/// How she wants to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactRule {
    /// Not at all: a ring or a message is a danger.
    Silent,
    /// By text.
    Text,
    /// By call.
    Call,
}

/// With what outcome an incident is closed. "Reconciled" is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// She was reached and is safe.
    ArrivedSafe,
    /// An offence was registered.
    OffenceRegistered,
    /// Handed to another service that took it.
    Referred,
    /// Raised by accident.
    FalseAccidental,
    /// Raised as a test in earnest form.
    FalseTest,
    /// She could not be reached; followed up.
    NoContactPending,
}

/// What kind of drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum DrillStatus {
    /// A drill a person started.
    Exercise,
    /// The phone's own silent check of its line.
    Test,
}
