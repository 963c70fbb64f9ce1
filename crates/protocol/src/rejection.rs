//! Why bytes were refused before anybody looked inside them.

/// A named refusal; its [`code`](Self::code) travels in the problem document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// Made for a version that this side does not know.
    #[error("version {version} is not supported here; this side speaks version 1")]
    UnsupportedVersion {
        /// What the first byte said.
        version: u8,
    },
    /// Longer than anything this protocol sends.
    #[error("{bytes} bytes are more than the {} that are allowed", crate::envelope::MAX_ENVELOPE_BYTES)]
    Oversized {
        /// How long it was.
        bytes: usize,
    },
    /// Ends too early.
    #[error("{bytes} bytes are too few: something was cut off")]
    Truncated {
        /// How long it was.
        bytes: usize,
    },
    /// Right length and version, wrong shape.
    #[error("not understood: {why}")]
    Malformed {
        /// What was wrong.
        why: &'static str,
    },
}

impl Rejection {
    /// The name that programs compare.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnsupportedVersion { .. } => "unsupported_version",
            Self::Oversized { .. } => "oversized",
            Self::Truncated { .. } => "truncated",
            Self::Malformed { .. } => "malformed",
        }
    }
}
