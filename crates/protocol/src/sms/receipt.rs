//! Receipts that fit one text, for those who chose to get them so.
//!
//! ```text
//!  0   1  version = 1
//!  1   1  kind = 7
//!  2  12  nonce
//! 14 100  ciphertext of body (20) and Ed25519 signature (64), its tag (16)
//!
//! body:   0  2  receipt key id, big endian       4  4  sequence of the text that it answers
//!         2  1  stage                            8  8  instant by the room's clock, ms
//!         3  1  status, 255 for `stored`        16  4  seconds until the unit is expected, highest: not said
//! ```
//! Every stage comes sealed and at the same length: a listener does not even learn which alert it is about. The key is the
//! one exported from the very text that it answers; so which alert and which text is meant need not travel, and still stands
//! under the signature: a label, the alert id, SHA-256 of the text, and the body.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

use crate::entropy::Entropy;
use crate::ids::{AlertId, KeyId, Sequence, UnixMillis};
use crate::receipt::{Receipt, ReceiptError, ReceiptKey, ReceiptPublicKey, Stage, VerifiedReceipt};
use crate::secret::ResponseKey;
use crate::signing::signature_holds;
use crate::wire::{Kind, VERSION, stage_byte, stage_of, status_byte, status_of};

const LABEL: &[u8] = b"hifazat text receipt 1";
const NO_STATUS: u8 = u8::MAX;
const NO_ETA: u32 = u32::MAX;

/// A text that this phone has made: what a receipt may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentText {
    /// Which message it carried.
    pub sequence: Sequence,
    /// SHA-256 of its bytes ([`SealedText::digest`](super::SealedText::digest)).
    pub digest: [u8; 32],
    /// Exported from its seal.
    pub response_key: ResponseKey,
}

impl Receipt {
    /// Signs a receipt of any stage as one text, encrypted for the phone whose text it answers. Desk and unit have no room.
    pub fn sign_text(&self, key: &ReceiptKey, answers: &SentText, entropy: &dyn Entropy) -> String {
        let body = body_of(self, key.id(), answers.sequence);
        let signature = key.sign(&signed_bytes(self.alert, answers, &body));
        let header = [VERSION, Kind::TextReceipt.byte()];
        let sealed = answers.response_key.encrypt(entropy, &header, &[&body[..], &signature].concat());
        BASE64URL.encode([&header[..], &sealed.unwrap_or_default()].concat())
    }
}

/// Checks a receipt that came as a text, or the bytes of one that is kept: whether it answers one of these texts of this
/// alert. Like [`verify`](crate::verify) it makes a [`VerifiedReceipt`].
///
/// # Errors
/// [`ReceiptError`]; [`ReceiptError::Foreign`] when it opens under none of these texts' keys. Never a panic.
pub fn verify_text(
    bytes: &[u8],
    alert: AlertId,
    keys: &[ReceiptPublicKey],
    sent: &[SentText],
) -> Result<VerifiedReceipt, ReceiptError> {
    let (header, sealed) = bytes.split_first_chunk::<2>().ok_or(ReceiptError::Shape)?;
    if *header != [VERSION, Kind::TextReceipt.byte()] {
        return Err(ReceiptError::Shape);
    }
    let opened = sent.iter().find_map(|text| Some((text, text.response_key.decrypt(header, sealed)?)));
    let (answers, plain) = opened.ok_or(ReceiptError::Foreign)?;
    let (body, signature) = plain.split_last_chunk::<64>().ok_or(ReceiptError::Shape)?;
    let (key_id, receipt) = read(body, alert, answers).ok_or(ReceiptError::Shape)?;
    let key = keys.iter().find(|key| key.id == key_id).ok_or(ReceiptError::UnknownKey)?;
    if !signature_holds(&key.key, &signed_bytes(alert, answers, body), signature) {
        return Err(ReceiptError::Signature);
    }
    if (receipt.stage == Stage::Stored) != receipt.status.is_none() || receipt.sequence != answers.sequence {
        return Err(ReceiptError::Form);
    }
    Ok(VerifiedReceipt::of_text(receipt, &plain))
}

/// The bytes of a text that has the shape of a receipt; nothing is proven by it.
#[must_use]
pub fn receipt_in_text(text: &str) -> Option<Vec<u8>> {
    BASE64URL.decode(text.trim()).ok().filter(|bytes| is_text_receipt(bytes))
}

/// Whether these bytes begin as such a receipt.
#[must_use]
pub fn is_text_receipt(bytes: &[u8]) -> bool {
    matches!(bytes, [VERSION, kind, ..] if *kind == Kind::TextReceipt.byte())
}

fn signed_bytes(alert: AlertId, answers: &SentText, body: &[u8]) -> Vec<u8> {
    [LABEL, &alert.0, &answers.digest, body].concat()
}

fn body_of(receipt: &Receipt, key: KeyId, sequence: Sequence) -> Vec<u8> {
    let mut body = key.0.to_be_bytes().to_vec();
    body.push(stage_byte(receipt.stage));
    body.push(receipt.status.map_or(NO_STATUS, status_byte));
    body.extend(sequence.0.to_be_bytes());
    body.extend(receipt.at.0.to_be_bytes());
    body.extend(receipt.eta_s.unwrap_or(NO_ETA).to_be_bytes());
    body
}

fn read(body: &[u8], alert: AlertId, answers: &SentText) -> Option<(KeyId, Receipt)> {
    let (key_id, rest) = body.split_first_chunk::<2>()?;
    let ([stage, status], rest) = rest.split_first_chunk::<2>()?;
    let (sequence, rest) = rest.split_first_chunk::<4>()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let eta_s = u32::from_be_bytes(*rest.split_first_chunk::<4>()?.0);
    let stage = stage_of(*stage)?;
    let receipt = Receipt {
        alert,
        stage,
        sequence: Sequence(u32::from_be_bytes(*sequence)),
        at: UnixMillis(i64::from_be_bytes(*at)),
        status: if *status == NO_STATUS { None } else { Some(status_of(*status)?) },
        desk: None,
        unit: None,
        eta_s: (eta_s != NO_ETA).then_some(eta_s),
        previous: None,
        envelope: (stage == Stage::Stored).then_some(answers.digest),
    };
    Some((KeyId(u16::from_be_bytes(*key_id)), receipt))
}
