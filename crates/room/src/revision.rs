//! The console's cursor.

use serde::{Deserialize, Serialize};

/// Counts every committed change of the live queue and of the drills, without a gap in order: whoever has seen
/// revision `n` needs only what came after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision(pub u64);

impl Revision {
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
