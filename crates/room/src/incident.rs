//! An alert in earnest, or one that nobody could read and that may therefore be in earnest.

mod act;
mod clocks;
mod state;

use std::fmt;

use hifazat_protocol::{AlertId, ContactRule, Language, Sequence, Trigger, UnixMillis};
use serde::{Deserialize, Serialize};

pub use act::{Act, Actor, Disposition, Refusal};
pub use clocks::{Clocks, Due};
pub use state::{Outcome, Sent, State, StateName, Taken};

use crate::clip::Clip;
use crate::districts::Located;
use crate::intake::Intake;
use crate::place::Latest;
use crate::revision::Revision;

/// One incident, as the queue needs it. Track and log are in its [`File`](crate::ledger::File), whose opening is
/// recorded.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// How it came.
    pub intake: Intake,
    /// How far the police have come.
    pub state: State,
    /// The last change that an operator must have seen before acting: an act, a cancel, a duress. A new place alone
    /// never makes anybody's act stale.
    pub decisive: Revision,
    /// What is known of the device.
    pub trust: Trust,
    /// How she may be contacted; unknown counts as silent.
    pub contact_rule: Option<ContactRule>,
    /// Her duress PIN came: the alarm goes on, later words are held back from her screen.
    pub duress: bool,
    /// Cancelled by PIN.
    pub cancelled: bool,
    /// Where she is shown.
    pub latest: Option<Latest>,
    /// Whose district that is.
    pub district: Option<Located>,
    /// Battery charge in per cent, from the latest message that said it, and which that was.
    pub battery: Option<(Sequence, u8)>,
    /// Whether it was being charged, by the latest message that said it, and which that was.
    #[serde(default)]
    pub charging: Option<(Sequence, bool)>,
    /// The message in which her phone said that it expects to fall silent.
    #[serde(default)]
    pub last_word: Option<Sequence>,
    /// What her phone has recorded, in the order in which we heard of it.
    #[serde(default)]
    pub clips: Vec<Clip>,
    /// The language she chose.
    pub language: Option<Language>,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// Why the first envelope could not be opened, as long as none could.
    pub unreadable: Option<String>,
}

/// A phone says its last word below this charge.
const LOW_PERCENT: u8 = 5;

/// What the room can say about who raised it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// A device that has introduced itself.
    Known,
    /// A device never seen before, or an alert id that another device had used.
    Low,
    /// All that is known came in texts that nobody has proven to be of the device that they name.
    Unproven,
    /// Nothing could be opened.
    Unreadable,
}

/// Which queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The live queue.
    Live,
    /// Same clocks, own queue, so that a flood starves nobody else.
    LowTrust,
}

impl Incident {
    /// A new incident of which nothing but its arrival is known.
    #[must_use]
    pub fn new(intake: Intake, trust: Trust) -> Self {
        Self {
            intake,
            state: State::New,
            decisive: Revision::default(),
            trust,
            contact_rule: None,
            duress: false,
            cancelled: false,
            latest: None,
            district: None,
            battery: None,
            charging: None,
            last_word: None,
            clips: Vec::new(),
            language: None,
            trigger: None,
            unreadable: None,
        }
    }

    /// The id under which the console names it.
    #[must_use]
    pub const fn id(&self) -> AlertId {
        self.intake.id
    }

    /// The number on the console, as in `L-0007`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("L-{:04}", self.intake.label)
    }

    /// Which queue it stands in.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        match self.trust {
            Trust::Known => Lane::Live,
            Trust::Low | Trust::Unproven | Trust::Unreadable => Lane::LowTrust,
        }
    }

    /// Its clocks.
    #[must_use]
    pub fn clocks(&self) -> Clocks {
        Clocks::of(self.intake.tapped_at, self.intake.stored_at)
    }

    /// Whether it still stands in a queue.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed { .. })
    }

    /// Whether her phone has said its last word and nothing of a fuller battery since.
    #[must_use]
    pub fn is_at_its_last_word(&self) -> bool {
        let fuller = |last: Sequence| self.battery.is_some_and(|(told, percent)| told > last && percent >= LOW_PERCENT);
        self.last_word.is_some_and(|last| !fuller(last))
    }

    /// What an act makes of it. The old value stays whole when it is refused.
    ///
    /// # Errors
    /// A [`Refusal`] that names what stands in the way.
    pub fn after(&self, act: &Act, actor: &Actor, seen: Revision, now: UnixMillis) -> Result<Self, Refusal> {
        act.check()?;
        // A revision that was never reached was seen in a room whose database has been replaced since.
        if seen < self.decisive || seen > self.intake.revision {
            return Err(Refusal::Stale { current: self.intake.revision });
        }
        // A unit has stood before her, or nothing closes it: "closed" on a forced screen is what he wants to read.
        let closes_early = matches!(act, Act::Close { .. }) && !matches!(self.state, State::Arrived { .. });
        if self.duress && closes_early && self.is_open() {
            return Err(Refusal::UnderDuress);
        }
        Ok(Self { state: self.state.after(act, actor, now)?, ..self.clone() })
    }
}

impl fmt::Debug for Incident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incident({:?}, {:?}, {:?})", self.intake, self.state.name(), self.trust)
    }
}
