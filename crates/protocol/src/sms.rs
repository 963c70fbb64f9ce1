//! The sealed text: a message that fits one text message (SMS), for when no data gets through.
//!
//! ```text
//!  0   1  version = 1                                        20  16  alert id
//!  1   1  kind = 5, or 6 when its device proves it           36   4  sequence, big endian
//!  2   2  key id, big endian                                 40  32  HPKE encapsulated key
//!  4  16  device id                                          72  42  ciphertext of the 26 bytes in `body.rs`, its tag
//! ```
//! These 114 bytes travel as 152 characters of base64url (RFC 4648 section 5) without padding. Every one of that alphabet is
//! one septet of the GSM default alphabet (3GPP TS 23.038 section 6.2.1: letters, digits, `-` 0x2D, `_` 0x11), so that one
//! text of 160 characters carries it, uncut, on every network.
//!
//! All texts are of one length, and what they say is inside the seal: a listener does not tell a raise from an update, a
//! cancel from a cancel under duress. Bytes 0–39 are the associated data, laid out as in an envelope, so that a text that
//! cannot be opened is still an incident of that alert.
//!
//! A signature of 64 bytes does not fit. A device that the room knows seals in HPKE's auth mode instead, under the X25519 form
//! of its Ed25519 key (`sender.rs`): the room then knows who wrote it, and so would anybody who has stolen the room's key
//! (RFC 9180 section 9.1.1). Any other device seals in base mode, and what it says is unproven.

mod body;
mod receipt;
mod seal;
mod sender;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

use crate::envelope::{ENCAPSULATED_BYTES, UNTAGGED_BYTES, envelope_digest};
use crate::ids::{AlertId, DeviceId, KeyId, Sequence};
use crate::rejection::Rejection;
use crate::wire::{Kind, VERSION};

pub use receipt::{SentText, is_text_receipt, receipt_in_text, verify_text};
pub use seal::{OpenedText, PreparedText, open_text, prepare_text};

/// What one text message holds, in characters of the GSM default alphabet.
pub const MAX_TEXT_CHARS: usize = 160;

const BODY_START: usize = UNTAGGED_BYTES + ENCAPSULATED_BYTES;

/// What anybody on the way can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextHeader {
    /// To which key of the room it is sealed.
    pub key_id: KeyId,
    /// Who claims to speak.
    pub device: DeviceId,
    /// Which alert.
    pub alert: AlertId,
    /// Which message of it.
    pub sequence: Sequence,
}

/// A text of our shape, or the beginning of one. Nothing is proven about it until [`open_text`].
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText {
    header: TextHeader,
    bytes: Vec<u8>,
}

impl SealedText {
    /// Checks the shape of a text message from anywhere. What begins as a text of ours and names its alert has the shape,
    /// even if the rest was cut off: it cannot be opened, and it may be all that ever arrives.
    ///
    /// # Errors
    /// A named [`Rejection`]: it is no text of ours.
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let text = text.trim();
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err(Rejection::Oversized { bytes: text.len() });
        }
        Self::from_bytes(decode(text)?)
    }

    /// From bytes kept elsewhere.
    ///
    /// # Errors
    /// As [`SealedText::parse`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Rejection> {
        match bytes.as_slice() {
            [VERSION, kind, ..] if [Kind::Text.byte(), Kind::ProvenText.byte()].contains(kind) => {}
            [VERSION, _, ..] => return Err(Rejection::Malformed { why: "the second byte names no text to the room" }),
            [version, ..] if *version != VERSION => return Err(Rejection::UnsupportedVersion { version: *version }),
            [] | [_, ..] => return Err(Rejection::Truncated { bytes: bytes.len() }),
        }
        let header = TextHeader::read(&bytes).ok_or(Rejection::Truncated { bytes: bytes.len() })?;
        Ok(Self { header, bytes })
    }

    /// The characters to send.
    #[must_use]
    pub fn to_text(&self) -> String {
        BASE64URL.encode(&self.bytes)
    }

    /// The bytes that the characters stand for.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The clear header.
    #[must_use]
    pub const fn header(&self) -> &TextHeader {
        &self.header
    }

    /// What tells it from any other text: SHA-256 of its bytes.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        envelope_digest(&self.bytes)
    }

    /// Whether it claims to prove its device.
    #[must_use]
    pub fn claims_proof(&self) -> bool {
        self.bytes.get(1) == Some(&Kind::ProvenText.byte())
    }

    pub(crate) fn associated_data(&self) -> &[u8] {
        self.part(0, UNTAGGED_BYTES)
    }

    pub(crate) fn encapsulated(&self) -> &[u8] {
        self.part(UNTAGGED_BYTES, BODY_START)
    }

    pub(crate) fn ciphertext(&self) -> &[u8] {
        self.bytes.get(BODY_START..).unwrap_or_default()
    }

    fn part(&self, from: usize, to: usize) -> &[u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }
}

impl fmt::Debug for SealedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedText({}, {:?}, {} bytes)", self.header.alert, self.header.sequence, self.bytes.len())
    }
}

impl TextHeader {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (key_id, rest) = bytes.get(2..)?.split_first_chunk::<2>()?;
        let (device, rest) = rest.split_first_chunk::<16>()?;
        let (alert, rest) = rest.split_first_chunk::<16>()?;
        let (sequence, _) = rest.split_first_chunk::<4>()?;
        Some(Self {
            key_id: KeyId(u16::from_be_bytes(*key_id)),
            device: DeviceId(*device),
            alert: AlertId(*alert),
            sequence: Sequence(u32::from_be_bytes(*sequence)),
        })
    }
}

/// The bytes of a text. One that was cut off in the middle of a group keeps its whole bytes.
fn decode(text: &str) -> Result<Vec<u8>, Rejection> {
    let whole = if text.len() % 4 == 1 { text.get(..text.len().saturating_sub(1)).unwrap_or_default() } else { text };
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::URL_SAFE,
        base64::engine::general_purpose::NO_PAD.with_decode_allow_trailing_bits(true),
    );
    engine.decode(whole).map_err(|_| Rejection::Malformed { why: "not in the alphabet of a sealed text" })
}
