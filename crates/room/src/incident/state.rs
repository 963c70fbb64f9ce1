//! The states of an incident. One function leads from old state and act to new state; it is the whole table.
//!
//! | | accept | dispatch | arrive | close |
//! |---|---|---|---|---|
//! | new | accepted | | | |
//! | accepted | | dispatched | | closed |
//! | dispatched | | dispatched, if another unit | arrived | closed |
//! | arrived | | | | closed |
//! | closed | | | | |

use std::fmt;

use hifazat_protocol::UnixMillis;
use serde::{Deserialize, Serialize};

use super::act::{Act, Actor, Disposition, Refusal};

/// How far the police have come, with everything that is true by then and nothing that is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// Nobody has taken it.
    New,
    /// A person has it.
    Accepted {
        /// Who.
        taken: Taken,
    },
    /// A unit is on the way.
    Dispatched {
        /// Who took it.
        taken: Taken,
        /// What was sent.
        sent: Sent,
    },
    /// The unit is with her.
    Arrived {
        /// Who took it.
        taken: Taken,
        /// What was sent.
        sent: Sent,
        /// When the unit came.
        arrived_at: UnixMillis,
    },
    /// It has an outcome.
    Closed {
        /// Who took it.
        taken: Taken,
        /// What was sent, if anything was.
        sent: Option<Sent>,
        /// When the unit came, if it did.
        arrived_at: Option<UnixMillis>,
        /// How it ended.
        outcome: Outcome,
    },
}

/// A state's name, for columns and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateName {
    /// Nobody has taken it.
    New,
    /// A person has it.
    Accepted,
    /// A unit is on the way.
    Dispatched,
    /// The unit is with her.
    Arrived,
    /// It has an outcome.
    Closed,
}

/// Who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The desk that she sees.
    pub desk: String,
    /// The seat.
    pub operator: String,
    /// When.
    pub at: UnixMillis,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Call sign.
    pub unit: String,
    /// Seconds from `at` until it is expected.
    pub eta_s: Option<u32>,
    /// When.
    pub at: UnixMillis,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The outcome code.
    pub disposition: Disposition,
    /// The operator's words.
    pub note: String,
    /// When.
    pub at: UnixMillis,
}

impl State {
    /// The state after an act.
    ///
    /// # Errors
    /// [`Refusal::WrongState`].
    pub fn after(&self, act: &Act, actor: &Actor, now: UnixMillis) -> Result<Self, Refusal> {
        let refused = || Err(Refusal::WrongState { state: self.name(), act: act.done() });
        let dispatch = |unit: &String, eta_s: &Option<u32>| Sent { unit: unit.clone(), eta_s: *eta_s, at: now };
        let outcome = |disposition: &Disposition, note: &String| Outcome {
            disposition: *disposition,
            note: note.clone(),
            at: now,
        };
        Ok(match (self.clone(), act) {
            (Self::New, Act::Accept) => {
                Self::Accepted { taken: Taken { desk: actor.desk.clone(), operator: actor.seat.clone(), at: now } }
            }
            (Self::New, Act::Dispatch { .. } | Act::Arrive | Act::Close { .. }) => return refused(),

            (Self::Accepted { taken }, Act::Dispatch { unit, eta_s }) => {
                Self::Dispatched { taken, sent: dispatch(unit, eta_s) }
            }
            (Self::Accepted { taken }, Act::Close { disposition, note }) => {
                Self::Closed { taken, sent: None, arrived_at: None, outcome: outcome(disposition, note) }
            }
            (Self::Accepted { .. }, Act::Accept | Act::Arrive) => return refused(),

            (Self::Dispatched { taken, sent }, Act::Dispatch { unit, eta_s }) if sent.unit != *unit => {
                Self::Dispatched { taken, sent: dispatch(unit, eta_s) }
            }
            (Self::Dispatched { taken, sent }, Act::Arrive) => Self::Arrived { taken, sent, arrived_at: now },
            (Self::Dispatched { taken, sent }, Act::Close { disposition, note }) => {
                Self::Closed { taken, sent: Some(sent), arrived_at: None, outcome: outcome(disposition, note) }
            }
            (Self::Dispatched { .. }, Act::Accept | Act::Dispatch { .. }) => return refused(),

            (Self::Arrived { taken, sent, arrived_at }, Act::Close { disposition, note }) => Self::Closed {
                taken,
                sent: Some(sent),
                arrived_at: Some(arrived_at),
                outcome: outcome(disposition, note),
            },
            (Self::Arrived { .. }, Act::Accept | Act::Dispatch { .. } | Act::Arrive) => return refused(),

            (Self::Closed { .. }, Act::Accept | Act::Dispatch { .. } | Act::Arrive | Act::Close { .. }) => {
                return refused();
            }
        })
    }

    /// The state after her duress PIN came: what was closed is open again and waits for a person; nothing else moves.
    #[must_use]
    pub fn under_duress(self) -> Self {
        match self {
            Self::Closed { .. } => Self::New,
            Self::New | Self::Accepted { .. } | Self::Dispatched { .. } | Self::Arrived { .. } => self,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> StateName {
        match self {
            Self::New => StateName::New,
            Self::Accepted { .. } => StateName::Accepted,
            Self::Dispatched { .. } => StateName::Dispatched,
            Self::Arrived { .. } => StateName::Arrived,
            Self::Closed { .. } => StateName::Closed,
        }
    }

    /// Who took it, if anybody has.
    #[must_use]
    pub const fn taken(&self) -> Option<&Taken> {
        match self {
            Self::New => None,
            Self::Accepted { taken }
            | Self::Dispatched { taken, .. }
            | Self::Arrived { taken, .. }
            | Self::Closed { taken, .. } => Some(taken),
        }
    }

    /// What was sent, if anything was.
    #[must_use]
    pub const fn sent(&self) -> Option<&Sent> {
        match self {
            Self::New | Self::Accepted { .. } => None,
            Self::Dispatched { sent, .. } | Self::Arrived { sent, .. } => Some(sent),
            Self::Closed { sent, .. } => sent.as_ref(),
        }
    }

    /// When the unit came, if it did.
    #[must_use]
    pub const fn arrived_at(&self) -> Option<UnixMillis> {
        match self {
            Self::New | Self::Accepted { .. } | Self::Dispatched { .. } => None,
            Self::Arrived { arrived_at, .. } => Some(*arrived_at),
            Self::Closed { arrived_at, .. } => *arrived_at,
        }
    }

    /// How it ended, if it has.
    #[must_use]
    pub const fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::New | Self::Accepted { .. } | Self::Dispatched { .. } | Self::Arrived { .. } => None,
            Self::Closed { outcome, .. } => Some(outcome),
        }
    }
}

impl StateName {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Accepted => "accepted",
            Self::Dispatched => "dispatched",
            Self::Arrived => "arrived",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
