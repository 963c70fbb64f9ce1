//! Opening, in the control room: decrypt, check that the device signed it, read the message.

use hpke::kem::Kem;
use hpke::{Deserializable, OpModeR, setup_receiver};

use crate::device::id_of;
use crate::envelope::SealedEnvelope;
use crate::ids::Sequence;
use crate::message::Message;
use crate::room_keys::RoomSecretKey;
use crate::seal::{INFO, RESPONSE_LABEL, SealingAead, SealingKdf, SealingKem, signed_bytes};
use crate::secret::ResponseKey;
use crate::signing::signature_holds;
use crate::wire;

/// An opened envelope: the message is from the device that the header names.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What she says.
    pub message: Message,
    /// The device's Ed25519 public key.
    pub device_public_key: [u8; 32],
    /// Later receipts are encrypted under the raise's.
    pub response_key: ResponseKey,
}

/// Why an envelope stays closed. It becomes an incident all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Sealed to a key that the room does not hold.
    #[error("sealed to a key that this control room does not hold")]
    UnknownKey,
    /// Changed on the way, or sealed to another key of this number.
    #[error("the seal is broken")]
    Cipher,
    /// A text that its device's key would prove, and the key is not known here.
    #[error("a text of a device whose key this control room does not hold")]
    UnknownSender,
    /// Not signed by the device that the header names.
    #[error("not signed by the device that it names")]
    Signature,
    /// Sealed and signed, but not a message of this version.
    #[error("the content is not a message of this version")]
    Content,
}

/// Opens with the key that the header names.
///
/// # Errors
/// [`OpenError`]; never a panic, whatever the bytes.
pub fn open(key: &RoomSecretKey, envelope: &SealedEnvelope) -> Result<Opened, OpenError> {
    if key.id() != envelope.header().key_id {
        return Err(OpenError::UnknownKey);
    }
    let secret = key.hpke().ok_or(OpenError::UnknownKey)?;
    let encapsulated =
        <SealingKem as Kem>::EncappedKey::from_bytes(envelope.encapsulated()).map_err(|_| OpenError::Cipher)?;
    let mut context =
        setup_receiver::<SealingAead, SealingKdf, SealingKem>(&OpModeR::Base, &secret, &encapsulated, INFO)
            .map_err(|_| OpenError::Cipher)?;
    let plain = context.open(envelope.ciphertext(), envelope.associated_data()).map_err(|_| OpenError::Cipher)?;
    let mut response = [0; 32];
    context.export(RESPONSE_LABEL, &mut response).map_err(|_| OpenError::Cipher)?;

    let (signature, rest) = plain.split_first_chunk::<64>().ok_or(OpenError::Content)?;
    let (public, content) = rest.split_first_chunk::<32>().ok_or(OpenError::Content)?;
    let signed = signed_bytes(envelope.associated_data(), envelope.encapsulated(), content);
    if id_of(public) != envelope.header().device || !signature_holds(public, &signed, signature) {
        return Err(OpenError::Signature);
    }
    let message = wire::decode_message(content).ok_or(OpenError::Content)?;
    let is_raise = matches!(message, Message::Raise(_));
    if is_raise != (envelope.header().sequence == Sequence::RAISE) {
        return Err(OpenError::Content);
    }
    Ok(Opened { message, device_public_key: *public, response_key: ResponseKey::from_bytes(response) })
}
