//! Why a call was not taken.

use hifazat_phone_shell::face::Failure;

/// Why a call was not taken. Native code switches on [`code`](Self::code).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// Nobody has opened the phone in this process yet.
    #[error("the phone is not open in this process yet: call open first")]
    NotOpen,
    /// The phone is open over another folder; a process has one.
    #[error("the phone is open over another folder already")]
    OtherFolder,
    /// Nothing was given where text is needed.
    #[error("{what} is null")]
    Null {
        /// Which argument.
        what: &'static str,
    },
    /// What was given is no text.
    #[error("{what} is not Unicode text")]
    BadText {
        /// Which argument.
        what: &'static str,
    },
    /// A word that is not in our list.
    #[error("there is no {what} {given:?}")]
    Unknown {
        /// Which argument: `trigger`, `reason` or `result`.
        what: &'static str,
        /// What was given.
        given: String,
    },
    /// What was given as a key is none.
    #[error("a key from the safe has 32 bytes")]
    Key,
    /// What was told of the telephone is not what the door takes.
    #[error("the facts are not understood: {why}")]
    Facts {
        /// Where it is wrong.
        why: String,
    },
    /// The core refused it.
    #[error("{0}")]
    Command(Failure),
    /// The call broke; the phone itself goes on.
    #[error("the call broke: {why}")]
    Broken {
        /// What the panic said.
        why: String,
    },
}

impl Refused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::NotOpen => "not_open",
            Self::OtherFolder => "other_folder",
            Self::Null { .. } => "null",
            Self::BadText { .. } => "bad_text",
            Self::Unknown { what: "trigger", .. } => "bad_trigger",
            Self::Unknown { what: "result", .. } => "bad_result",
            Self::Unknown { .. } => "bad_reason",
            Self::Key => "bad_key",
            Self::Facts { .. } => "bad_facts",
            Self::Command(failure) => &failure.code,
            Self::Broken { .. } => "broken",
        }
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Command(failure)
    }
}
