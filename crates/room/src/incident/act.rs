//! What a seat may do to an incident, and every way in which that is refused.

use hifazat_protocol::Stage;
use serde::{Deserialize, Serialize};

use super::state::StateName;
use crate::clip::ClipRefusal;
use crate::revision::Revision;

/// Outcome codes. "Reconciled" is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// She is safe.
    ArrivedSafe,
    /// An offence was registered.
    OffenceRegistered,
    /// Handed to another service.
    Referred,
    /// Raised by accident.
    FalseAccidental,
    /// Raised as a test.
    FalseTest,
    /// She could not be reached; the case cell goes on.
    NoContactPending,
}

/// What a seat does to an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Takes it.
    Accept,
    /// Sends a unit.
    Dispatch {
        /// Call sign.
        unit: String,
        /// Seconds until it is expected.
        eta_s: Option<u32>,
    },
    /// The unit reports that it is there.
    Arrive,
    /// Ends it.
    Close {
        /// The outcome code.
        disposition: Disposition,
        /// The operator's words.
        note: String,
    },
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The seat's name.
    pub seat: String,
    /// The desk's name, as she will see it.
    pub desk: String,
}

/// Why an act was not done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No incident has this id.
    #[error("there is no such incident")]
    Unknown,
    /// Something decisive happened after the revision that the operator had seen, or that revision never was.
    #[error("the incident has changed meanwhile")]
    Stale {
        /// Where it stands now.
        current: Revision,
    },
    /// Not from this state.
    #[error("an incident that is {state} cannot be {act}")]
    WrongState {
        /// The state it is in.
        state: StateName,
        /// What was asked, as in "dispatched".
        act: &'static str,
    },
    /// Under duress nothing closes before a unit has arrived.
    #[error("under duress an incident closes only after a unit has arrived")]
    UnderDuress,
    /// Only the seat that holds the incident may.
    #[error("only the seat that holds the incident may hear a clip")]
    NotAssigned,
    /// The clip is announced, but not all of it has come.
    #[error("not all of the clip has come yet")]
    ClipNotHere,
    /// What has come is not what the phone announced.
    #[error("what has come is not the clip that the phone announced")]
    ClipBroken,
    /// What a phone brought is not kept.
    #[error(transparent)]
    Clip(#[from] ClipRefusal),
    /// A field that cannot stand.
    #[error("{field}: {why}")]
    Field {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

const MAX_UNIT_CHARS: usize = 40;
const MAX_NOTE_CHARS: usize = 2_000;
const MAX_ETA_S: u32 = 24 * 60 * 60;

impl Act {
    /// The word that the receipt carries.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Accept => Stage::Seen,
            Self::Dispatch { .. } => Stage::Dispatched,
            Self::Arrive => Stage::Arrived,
            Self::Close { .. } => Stage::Closed,
        }
    }

    /// What has been done, for the log and for refusals.
    #[must_use]
    pub const fn done(&self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Dispatch { .. } => "dispatched",
            Self::Arrive => "arrived",
            Self::Close { .. } => "closed",
        }
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        let wrong = |field, why| Err(Refusal::Field { field, why });
        match self {
            Self::Dispatch { unit, .. } if unit.trim().is_empty() => wrong("unit", "name the unit that is sent"),
            Self::Dispatch { unit, .. } if unit.chars().count() > MAX_UNIT_CHARS => {
                wrong("unit", "a call sign has at most 40 characters")
            }
            Self::Dispatch { unit, .. } if unit.chars().any(char::is_control) => {
                wrong("unit", "a call sign is one line without control characters")
            }
            Self::Dispatch { eta_s: Some(eta_s), .. } if *eta_s > MAX_ETA_S => {
                wrong("eta_min", "no unit is more than a day away")
            }
            Self::Close { note, .. } if note.chars().count() > MAX_NOTE_CHARS => {
                wrong("note", "a note has at most 2,000 characters")
            }
            Self::Accept | Self::Dispatch { .. } | Self::Arrive | Self::Close { .. } => Ok(()),
        }
    }
}

impl Disposition {
    /// The outcome code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ArrivedSafe => "arrived_safe",
            Self::OffenceRegistered => "offence_registered",
            Self::Referred => "referred",
            Self::FalseAccidental => "false_accidental",
            Self::FalseTest => "false_test",
            Self::NoContactPending => "no_contact_pending",
        }
    }
}
