//! Receipts: the room's signed statements, the only thing that may move a word on her screen.
//!
//! `Stored` is signed in clear, because it says no more than the request did; it names the envelope by its digest. Every later stage comes encrypted under
//! the key exported from the raise's HPKE context, so that a listener learns nothing.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::entropy::Entropy;
use crate::envelope::envelope_digest;
use crate::ids::{AlertId, KeyId, Sequence, UnixMillis};
use crate::message::Status;
use crate::receipt_wire::{Frame, SignedReceipt};
use crate::secret::ResponseKey;
use crate::signing::{SigningKey, signature_holds};
use crate::wire::{Kind, decode_receipt, encode_receipt};

const LABEL: &[u8] = b"hifazat receipt 1";

/// How far the room has come with an alert. Order is the ladder's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Committed to the room's disk.
    Stored,
    /// Decrypted and understood.
    Opened,
    /// Accepted by a person at a desk.
    Seen,
    /// A unit is on the way.
    Dispatched,
    /// A unit is with her.
    Arrived,
    /// The incident has an outcome.
    Closed,
}

/// What the room states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// About which alert.
    pub alert: AlertId,
    /// What has happened.
    pub stage: Stage,
    /// Of `stored`: which message. Of a later stage: the highest sequence up to which the room holds every message.
    pub sequence: Sequence,
    /// When, by the room's clock.
    pub at: UnixMillis,
    /// As what the room took it; unknown before it is opened.
    pub status: Option<Status>,
    /// The desk that took it.
    pub desk: Option<String>,
    /// The unit that is coming.
    pub unit: Option<String>,
    /// Seconds until the unit is expected, counted from `at`.
    pub eta_s: Option<u32>,
    /// SHA-256 of the alert's receipt before this one ([`SignedReceipt::hash`]).
    pub previous: Option<[u8; 32]>,
    /// Of `stored`: SHA-256 of the very envelope that is stored ([`SealedEnvelope::digest`](crate::SealedEnvelope::digest)),
    /// so that a copy which somebody garbled on the way is not taken for hers.
    pub envelope: Option<[u8; 32]>,
}

/// The room's signing key (Ed25519, RFC 8032).
pub struct ReceiptKey {
    id: KeyId,
    key: SigningKey,
}

/// What receipts are checked with; comes in the trust bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceiptPublicKey {
    /// Its number.
    pub id: KeyId,
    /// Ed25519 public key.
    pub key: [u8; 32],
}

/// A receipt that [`verify`], or [`verify_text`](crate::verify_text), has checked; there is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    receipt: Receipt,
    hash: [u8; 32],
    by_text: bool,
}

/// Why a receipt is dropped and counted, never shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// Not the bytes of a receipt.
    #[error("not a receipt")]
    Shape,
    /// About another alert.
    #[error("about another alert")]
    Foreign,
    /// Signed by a key that the trust bundle does not name.
    #[error("signed by an unknown key")]
    UnknownKey,
    /// Not encrypted for this alert, or changed.
    #[error("not sealed for this alert")]
    Cipher,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
    /// A stage in a form that it may not have: only `stored` comes in clear.
    #[error("this stage may not come in this form")]
    Form,
}

impl ReceiptKey {
    /// A fresh key.
    pub fn generate(id: KeyId, entropy: &dyn Entropy) -> Self {
        Self { id, key: SigningKey::generate(entropy) }
    }

    /// The key of a seed kept elsewhere.
    #[must_use]
    pub fn from_seed(id: KeyId, seed: [u8; 32]) -> Self {
        Self { id, key: SigningKey::from_seed(seed) }
    }

    /// The 32 secret bytes.
    #[must_use]
    pub const fn seed(&self) -> [u8; 32] {
        self.key.seed()
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(bytes)
    }

    /// The half that goes into the trust bundle.
    #[must_use]
    pub fn public(&self) -> ReceiptPublicKey {
        ReceiptPublicKey { id: self.id, key: self.key.public() }
    }
}

impl fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptKey({:?}, …)", self.id)
    }
}

impl Receipt {
    /// Signs a `stored` receipt in clear.
    #[must_use]
    pub fn sign(&self, key: &ReceiptKey) -> SignedReceipt {
        let header = Frame::header(Kind::ClearReceipt, key.id, self.alert);
        let body = self.signed_body(key, &header);
        let hash = hash_of(&header, &body);
        SignedReceipt::new([header, body].concat(), hash)
    }

    /// Signs a receipt of any later stage and encrypts it for the phone that raised the alert.
    pub fn sign_sealed(&self, key: &ReceiptKey, response: &ResponseKey, entropy: &dyn Entropy) -> SignedReceipt {
        let header = Frame::header(Kind::SealedReceipt, key.id, self.alert);
        let body = self.signed_body(key, &header);
        let hash = hash_of(&header, &body);
        let sealed = response.encrypt(entropy, &header, &body).unwrap_or_default();
        SignedReceipt::new([header, sealed].concat(), hash)
    }

    fn signed_body(&self, key: &ReceiptKey, header: &[u8]) -> Vec<u8> {
        let mut body = encode_receipt(self);
        body.extend(key.sign(&[LABEL, header, &body].concat()));
        body
    }
}

/// Checks a receipt that came from anywhere. It and its sister for texts are the only makers of [`VerifiedReceipt`].
///
/// # Errors
/// [`ReceiptError`]; never a panic, whatever the bytes.
pub fn verify(
    bytes: &[u8],
    expected: AlertId,
    keys: &[ReceiptPublicKey],
    response: &ResponseKey,
) -> Result<VerifiedReceipt, ReceiptError> {
    let frame = Frame::parse(bytes).ok_or(ReceiptError::Shape)?;
    if frame.alert != expected {
        return Err(ReceiptError::Foreign);
    }
    let key = keys.iter().find(|key| key.id == frame.key_id).ok_or(ReceiptError::UnknownKey)?;
    let signed = if frame.sealed {
        response.decrypt(frame.header, frame.rest).ok_or(ReceiptError::Cipher)?
    } else {
        frame.rest.to_vec()
    };
    let (body, signature) = signed.split_last_chunk::<64>().ok_or(ReceiptError::Shape)?;
    if !signature_holds(&key.key, &[LABEL, frame.header, body].concat(), signature) {
        return Err(ReceiptError::Signature);
    }
    let receipt = decode_receipt(frame.alert, body).ok_or(ReceiptError::Shape)?;
    if frame.sealed == (receipt.stage == Stage::Stored) {
        return Err(ReceiptError::Form);
    }
    Ok(VerifiedReceipt { receipt, hash: hash_of(frame.header, &signed), by_text: false })
}

/// Whether these bytes say, unproven, that they are the `stored` receipt of this envelope. It tells an answer from noise
/// on a path where anybody may send; it is no reason to believe anything.
#[must_use]
pub fn claims_to_store(bytes: &[u8], envelope: &[u8]) -> bool {
    let claim = Frame::parse(bytes).filter(|frame| !frame.sealed).and_then(|frame| {
        let (body, _) = frame.rest.split_last_chunk::<64>()?;
        decode_receipt(frame.alert, body)
    });
    claim.is_some_and(|receipt| receipt.stage == Stage::Stored && receipt.envelope == Some(envelope_digest(envelope)))
}

impl VerifiedReceipt {
    /// One that came as a text. The room counts it not among the alert's receipts, and none follows it.
    pub(crate) fn of_text(receipt: Receipt, signed: &[u8]) -> Self {
        Self { receipt, hash: hash_of(&[], signed), by_text: true }
    }

    /// Whether it came as a text: then it is no link of the alert's chain of receipts.
    #[must_use]
    pub const fn is_by_text(&self) -> bool {
        self.by_text
    }

    /// Whether it says that this very envelope, or this very text, is stored.
    #[must_use]
    pub fn stores(&self, envelope: &[u8]) -> bool {
        self.receipt.stage == Stage::Stored && self.receipt.envelope == Some(envelope_digest(envelope))
    }

    /// What the next receipt of this alert must name as its `previous`.
    #[must_use]
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }
}

impl Deref for VerifiedReceipt {
    type Target = Receipt;

    fn deref(&self) -> &Receipt {
        &self.receipt
    }
}

/// SHA-256 over header, body and signature, as they are before encryption.
fn hash_of(header: &[u8], body: &[u8]) -> [u8; 32] {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    context.update(header);
    context.update(body);
    context.finish().as_ref().first_chunk::<32>().copied().unwrap_or_default()
}
