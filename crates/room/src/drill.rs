//! Drills: exercises that people start and line checks that phones make by themselves. They live in their own list and
//! get real receipts; no clock, no unit, no sound.

use hifazat_protocol::Status;
use serde::{Deserialize, Serialize};

use crate::intake::Intake;

/// One drill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drill {
    /// How it came.
    pub intake: Intake,
    /// Exercise or test.
    pub status: DrillStatus,
}

/// A status that is not in earnest. There is no way to write down an actual drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillStatus {
    /// A phone's own check of the line.
    Test,
    /// Started by a person.
    Exercise,
}

impl DrillStatus {
    /// `None` for an alert in earnest.
    #[must_use]
    pub const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Actual => None,
            Status::Exercise => Some(Self::Exercise),
            Status::Test => Some(Self::Test),
        }
    }

    /// The status as receipts say it.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::Exercise => Status::Exercise,
            Self::Test => Status::Test,
        }
    }
}

impl Drill {
    /// As what it is receipted.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status.status()
    }

    /// The number on the drills' page, as in `D-0007`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("D-{:04}", self.intake.label)
    }
}
