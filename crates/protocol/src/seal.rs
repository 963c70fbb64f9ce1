//! Sealing: HPKE (RFC 9180) base mode, X25519-HKDF-SHA256, HKDF-SHA256, ChaCha20-Poly1305.
//!
//! [`prepare`] does the public-key half before she taps; [`Prepared::seal`] is a signature and one pass of a cipher.

use std::fmt;

use hpke::aead::{AeadCtxS, ChaCha20Poly1305};
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem, X25519HkdfSha256};
use hpke::{Deserializable, OpModeS, Serializable, setup_sender_with_rng};

use crate::device::DeviceKey;
use crate::entropy::{Entropy, HpkeRng};
use crate::envelope::{Header, SealedEnvelope, tag_over};
use crate::ids::{AlertId, KeyId, Sequence};
use crate::message::Message;
use crate::rejection::Rejection;
use crate::room_keys::RoomPublicKey;
use crate::secret::{PathKey, ResponseKey};
use crate::wire::{self, Kind};

pub(crate) type SealingKem = X25519HkdfSha256;
pub(crate) type SealingKdf = HkdfSha256;
pub(crate) type SealingAead = ChaCha20Poly1305;

pub(crate) const INFO: &[u8] = b"hifazat envelope 1";
pub(crate) const RESPONSE_LABEL: &[u8] = b"hifazat response 1";
const MESSAGE_LABEL: &[u8] = b"hifazat message 1";

/// Why nothing could be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The room's key in the trust bundle is no X25519 key.
    #[error("the control room's key {0:?} is not a usable X25519 key")]
    RoomKey(KeyId),
    /// The cipher refused, which it does only for absurd lengths.
    #[error("the cipher refused the message")]
    Cipher,
    /// A text has no room for a message of this kind.
    #[error("no text is short for this message")]
    NoText,
    /// More fixes than one envelope can carry.
    #[error("the message is too long: {0}")]
    TooLong(#[from] Rejection),
}

/// The public-key half of a sealing, done ahead of the tap; good for one message.
pub struct Prepared {
    key_id: KeyId,
    encapsulated: [u8; 32],
    context: AeadCtxS<SealingAead, SealingKdf, SealingKem>,
}

/// Makes an ephemeral key pair and agrees with the room's key.
///
/// # Errors
/// [`SealError::RoomKey`] when the room's key is unusable.
pub fn prepare(room: &RoomPublicKey, entropy: &dyn Entropy) -> Result<Prepared, SealError> {
    let unusable = SealError::RoomKey(room.id);
    let key = <SealingKem as Kem>::PublicKey::from_bytes(&room.key).map_err(|_| unusable.clone())?;
    let (encapsulated, context) =
        setup_sender_with_rng::<SealingAead, SealingKdf, SealingKem>(&OpModeS::Base, &key, INFO, &mut HpkeRng(entropy))
            .map_err(|_| unusable)?;
    Ok(Prepared { key_id: room.id, encapsulated: encapsulated.to_bytes().into(), context })
}

impl Prepared {
    /// To which key of the room it is prepared: stale after a rotation.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Signs, seals and tags one message. The response key opens the room's later receipts.
    ///
    /// # Errors
    /// [`SealError::TooLong`] for a message that no envelope can carry.
    pub fn seal(
        mut self,
        device: &DeviceKey,
        path_key: &PathKey,
        alert: AlertId,
        sequence: Sequence,
        message: &Message,
    ) -> Result<(SealedEnvelope, ResponseKey), SealError> {
        let mut bytes = Header::untagged(Kind::Envelope, self.key_id, device.id(), alert, sequence);
        bytes.extend(tag_over(path_key, &bytes, &self.encapsulated));
        let content = wire::encode_message(message);
        let signature = device.sign(&signed_bytes(&bytes, &self.encapsulated, &content));
        let plain = [&signature[..], &device.public(), &content].concat();
        let sealed = self.context.seal(&plain, &bytes).map_err(|_| SealError::Cipher)?;
        bytes.extend(self.encapsulated);
        bytes.extend(sealed);
        let mut response = [0; 32];
        self.context.export(RESPONSE_LABEL, &mut response).map_err(|_| SealError::Cipher)?;
        Ok((SealedEnvelope::parse(bytes)?, ResponseKey::from_bytes(response)))
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared({:?}, …)", self.key_id)
    }
}

/// What the device signs: the header, the encapsulated key (so that a signature fits one sealing only), the content.
pub(crate) fn signed_bytes(header: &[u8], encapsulated: &[u8], content: &[u8]) -> Vec<u8> {
    [MESSAGE_LABEL, header, encapsulated, content].concat()
}
