//! "I do not hold the raise of this alert": what a room answers that was put back to an older copy.
//!
//! ```text
//!  0  1  version = 1
//!  1  1  kind = 10
//!  2  2  receipt key id, big endian
//!  4 16  alert id
//! 20 32  SHA-256 of the ask that it answers, as it is without filling
//! 52 64  Ed25519 signature over a label and bytes 0–51
//! ```
//! It travels where a receipt would. It is signed, because it takes *Received by police* off her screen, and bound to one
//! question, so that none that was true once can be said again.

use crate::ask::Ask;
use crate::envelope::envelope_digest;
use crate::ids::{AlertId, KeyId};
use crate::receipt::{ReceiptError, ReceiptKey, ReceiptPublicKey};
use crate::receipt_wire::{Frame, SignedReceipt};
use crate::reply::Question;
use crate::signing::signature_holds;
use crate::wire::{Kind, check_start};

const LABEL: &[u8] = b"hifazat not held 1";

/// That the room does not hold the raise of an alert. Only [`verify_not_held`] and [`verify_kept_not_held`] make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotHeld {
    alert: AlertId,
}

impl NotHeld {
    /// Signs it as the answer to an ask. It is no link of any chain: nothing names it as what came before.
    #[must_use]
    pub fn sign(ask: &Ask, key: &ReceiptKey) -> SignedReceipt {
        let mut bytes = Frame::header(Kind::NotHeld, key.id(), ask.alert);
        bytes.extend(envelope_digest(ask.as_bytes()));
        let signature = key.sign(&[LABEL, &bytes].concat());
        bytes.extend(signature);
        let hash = envelope_digest(&bytes);
        SignedReceipt::from_kept(bytes, hash)
    }

    /// Of which alert.
    #[must_use]
    pub const fn alert(&self) -> AlertId {
        self.alert
    }
}

/// Whether bytes say, unproven, that they are such a word.
#[must_use]
pub fn is_not_held(bytes: &[u8]) -> bool {
    check_start(bytes, Kind::NotHeld).is_ok()
}

/// Checks what came as the answer to a question.
///
/// # Errors
/// [`ReceiptError`]: no such word, another question's, or not the room's.
pub fn verify_not_held(bytes: &[u8], question: &Question, keys: &[ReceiptPublicKey]) -> Result<NotHeld, ReceiptError> {
    let word = Word::parse(bytes)?;
    if word.ask != envelope_digest(question.as_bytes()) {
        return Err(ReceiptError::Foreign);
    }
    word.verify(question.alert(), keys)
}

/// Checks again one that was kept when its question was answered.
///
/// # Errors
/// [`ReceiptError`]: no such word, about another alert, or not the room's.
pub fn verify_kept_not_held(bytes: &[u8], alert: AlertId, keys: &[ReceiptPublicKey]) -> Result<NotHeld, ReceiptError> {
    Word::parse(bytes)?.verify(alert, keys)
}

/// Its parts, unproven.
struct Word<'a> {
    key_id: KeyId,
    alert: AlertId,
    ask: [u8; 32],
    signed: &'a [u8],
    signature: &'a [u8; 64],
}

impl<'a> Word<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, ReceiptError> {
        Self::read(bytes).filter(|_| is_not_held(bytes)).ok_or(ReceiptError::Shape)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (signed, signature) = bytes.split_last_chunk::<64>()?;
        let (key_id, rest) = signed.get(2..)?.split_first_chunk::<2>()?;
        let (alert, ask) = rest.split_first_chunk::<16>()?;
        let ask = <[u8; 32]>::try_from(ask).ok()?;
        Some(Self { key_id: KeyId(u16::from_be_bytes(*key_id)), alert: AlertId(*alert), ask, signed, signature })
    }

    fn verify(&self, alert: AlertId, keys: &[ReceiptPublicKey]) -> Result<NotHeld, ReceiptError> {
        if self.alert != alert {
            return Err(ReceiptError::Foreign);
        }
        let key = keys.iter().find(|key| key.id == self.key_id).ok_or(ReceiptError::UnknownKey)?;
        let holds = signature_holds(&key.key, &[LABEL, self.signed].concat(), self.signature);
        if holds { Ok(NotHeld { alert }) } else { Err(ReceiptError::Signature) }
    }
}
