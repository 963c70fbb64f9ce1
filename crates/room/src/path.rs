//! The ways by which envelopes come in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A way in. Which one it was changes nothing but the badge on the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// A request over TLS.
    Https,
    /// A sealed datagram.
    Datagram,
    /// A text message.
    Sms,
}

impl Path {
    /// The word on the wire and on the badge.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Https => "https",
            Self::Datagram => "datagram",
            Self::Sms => "sms",
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Adds a path to a list in order of first arrival; says whether it is new there.
pub(crate) fn add_path(paths: &mut Vec<Path>, path: Path) -> bool {
    let fresh = !paths.contains(&path);
    if fresh {
        paths.push(path);
    }
    fresh
}
