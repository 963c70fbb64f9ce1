//! One alert over one of the laboratory's networks, in virtual time: `./x bench delivery` where there is no laboratory.
//!
//! The link is the laboratory's own, drawn from the same seed. What a machine takes to think, write and answer is nothing.

mod ours;
mod plain;

use std::time::Duration;

pub use ours::Ours;
pub use plain::{Plain, Tries};

/// Between two looks at what has come of it.
const LOOK: Duration = Duration::from_millis(100);

/// When an alert is offered and for how long it is watched, by its world's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// The finger comes down.
    pub held: Duration,
    /// The alert is wanted.
    pub offered: Duration,
    /// So long after that it is lost.
    pub patience: Duration,
    /// After the acknowledgement, for what is still on its way and must not count twice.
    pub linger: Duration,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Until it was kept on the room's side.
    pub arrive: Option<Duration>,
    /// Until the sender knew that.
    pub ack: Option<Duration>,
    /// How many came of it.
    pub copies: usize,
    /// The way by which it came first, where there are several.
    pub path: Option<&'static str>,
}
