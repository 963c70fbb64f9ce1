//! Receipts on the wire, and several of them in one answer.
//!
//! ```text
//!  0  1  version = 1                     clear:  CBOR map, Ed25519 signature (64)
//!  1  1  kind = 2 clear, 3 sealed        sealed: nonce (12), ciphertext of the same, its tag (16)
//!  2  2  receipt key id, big endian
//!  4 16  alert id
//! ```
//! The signature covers a label, bytes 0–19 and the CBOR map; bytes 0–19 are also the ciphertext's associated data. An
//! answer holds receipts one after another, each behind its length in two bytes, big endian.

use crate::ids::{AlertId, KeyId};
use crate::rejection::Rejection;
use crate::wire::{Kind, VERSION};

const HEADER_BYTES: usize = 20;
/// More than an alert ever has.
const MAX_RECEIPTS: usize = 1_024;

/// A receipt as it travels. Nothing is proven about it until [`verify`](crate::verify).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReceipt {
    bytes: Vec<u8>,
    hash: [u8; 32],
}

impl SignedReceipt {
    pub(crate) const fn new(bytes: Vec<u8>, hash: [u8; 32]) -> Self {
        Self { bytes, hash }
    }

    /// One that the room signed earlier and kept, with its hash.
    #[must_use]
    pub const fn from_kept(bytes: Vec<u8>, hash: [u8; 32]) -> Self {
        Self { bytes, hash }
    }

    /// The bytes to send.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the alert's next receipt must name as its `previous`.
    #[must_use]
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

/// A receipt's parts, unproven.
pub(crate) struct Frame<'a> {
    pub(crate) sealed: bool,
    pub(crate) key_id: KeyId,
    pub(crate) alert: AlertId,
    pub(crate) header: &'a [u8],
    pub(crate) rest: &'a [u8],
}

impl<'a> Frame<'a> {
    pub(crate) fn header(kind: Kind, key: KeyId, alert: AlertId) -> Vec<u8> {
        let mut header = vec![VERSION, kind.byte()];
        header.extend(key.0.to_be_bytes());
        header.extend(alert.0);
        header
    }

    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (header, rest) = bytes.split_at_checked(HEADER_BYTES)?;
        let (start, tail) = header.split_first_chunk::<2>()?;
        let sealed = match *start {
            [VERSION, kind] if kind == Kind::ClearReceipt.byte() => false,
            [VERSION, kind] if kind == Kind::SealedReceipt.byte() => true,
            [_, _] => return None,
        };
        let (key_id, tail) = tail.split_first_chunk::<2>()?;
        let (alert, _) = tail.split_first_chunk::<16>()?;
        Some(Self { sealed, key_id: KeyId(u16::from_be_bytes(*key_id)), alert: AlertId(*alert), header, rest })
    }
}

/// Several receipts as one answer's body.
#[must_use]
pub fn pack_receipts(receipts: &[SignedReceipt]) -> Vec<u8> {
    let mut packed = Vec::new();
    for receipt in receipts {
        // A receipt is some 200 bytes; one that does not fit is left out rather than cut.
        if let Ok(length) = u16::try_from(receipt.bytes.len()) {
            packed.extend(length.to_be_bytes());
            packed.extend(&receipt.bytes);
        }
    }
    packed
}

/// The receipts in an answer's body, unproven.
///
/// # Errors
/// [`Rejection`] when the lengths do not add up; an empty body holds none.
pub fn unpack_receipts(mut packed: &[u8]) -> Result<Vec<Vec<u8>>, Rejection> {
    let mut receipts = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (receipt, rest) = rest.split_at_checked(length).ok_or(Rejection::Truncated { bytes: packed.len() })?;
        if receipts.len() == MAX_RECEIPTS {
            return Err(Rejection::Malformed { why: "more receipts than an alert can have" });
        }
        receipts.push(receipt.to_vec());
        packed = rest;
    }
    if packed.is_empty() { Ok(receipts) } else { Err(Rejection::Truncated { bytes: packed.len() }) }
}
