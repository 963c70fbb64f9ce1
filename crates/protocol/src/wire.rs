//! What the layouts share: the first two bytes, and the CBOR maps (RFC 8949) with integer keys.
//!
//! Unknown keys are ignored, so that a newer phone can say more. Unknown values of an enumeration become the safest
//! known one where there is one (an unknown contact rule is silence), because an alert must not be lost over a word.

mod bundle;
mod fix;
mod message;
mod receipt;
mod words;

pub(crate) use bundle::{decode_bundle, encode_bundle};
pub(crate) use fix::{method_byte, method_of};
pub(crate) use message::{decode_message, encode_message};
pub(crate) use receipt::{decode_receipt, encode_receipt, stage_byte, stage_of};
pub(crate) use words::{
    contact_rule_byte, contact_rule_of, language_byte, language_of, status_byte, status_of, trigger_byte, trigger_of,
};

use crate::rejection::Rejection;

/// The only version so far.
pub(crate) const VERSION: u8 = 1;

/// The second byte of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Envelope,
    ClearReceipt,
    SealedReceipt,
    CountingAsk,
    Ask,
    Reply,
    NotHeld,
    /// Of which nobody can say who wrote it (HPKE base mode).
    Text,
    /// Proven to be of the device that it names (HPKE auth mode).
    ProvenText,
    TextReceipt,
}

impl Kind {
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Envelope => 1,
            Self::ClearReceipt => 2,
            Self::SealedReceipt => 3,
            Self::CountingAsk => 4,
            Self::Ask => 8,
            Self::Reply => 9,
            Self::NotHeld => 10,
            Self::Text => 5,
            Self::ProvenText => 6,
            Self::TextReceipt => 7,
        }
    }
}

/// Version and kind, before anything else is looked at.
pub(crate) fn check_start(bytes: &[u8], kind: Kind) -> Result<(), Rejection> {
    match bytes {
        [VERSION, second, ..] if *second == kind.byte() => Ok(()),
        [VERSION, _, ..] => Err(Rejection::Malformed { why: "the second byte names another kind of message" }),
        [version, ..] if *version != VERSION => Err(Rejection::UnsupportedVersion { version: *version }),
        [] | [_, ..] => Err(Rejection::Truncated { bytes: bytes.len() }),
    }
}

/// CBOR into memory cannot fail.
pub(crate) fn encode<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
