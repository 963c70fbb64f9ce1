//! The port to the positioning hardware.
//!
//! The tap never waits for it: `raise` takes what the brain already heard, and the rest follows as updates. A source may
//! be slow, silent or wrong; it is bounded by the brain, and what it says is kept and flagged, never trusted blindly.

use async_trait::async_trait;
use hifazat_protocol::Fix;

#[cfg(any(test, feature = "test-util"))]
pub(crate) mod fake;
mod ground;
mod thin;
pub(crate) mod tracker;

/// Where the phone learns its place.
#[async_trait]
pub trait LocationSource: Send + Sync {
    /// The newest position the platform already holds, however old; `None` when it has none. Costs no power.
    async fn last_known(&self) -> Option<Fix>;

    /// Waits for the next position. May take for ever, must be safe to drop. `None`: this source cannot say now
    /// (no permission, no receiver); it will be asked again later.
    async fn next_fix(&self) -> Option<Fix>;

    /// May we ask where we are?
    async fn permission(&self) -> Permission;

    /// Asks her for leave (the system's own dialogue) and returns what she answered.
    async fn request_permission(&self) -> Permission;
}

/// Her leave to use the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Given.
    Granted,
    /// Refused; only the system's settings can change it.
    Denied,
    /// Not asked yet, or the platform does not say.
    Unknown,
}
