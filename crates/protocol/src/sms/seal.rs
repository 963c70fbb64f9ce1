//! Sealing and opening a text: HPKE in auth mode under the device's key, or in base mode.

use std::fmt;

use hpke::aead::AeadCtxS;
use hpke::kem::Kem;
use hpke::{Deserializable, OpModeR, OpModeS, Serializable, setup_receiver, setup_sender_with_rng};

use super::body::{pack, unpack};
use super::{SealedText, sender};
use crate::device::DeviceKey;
use crate::entropy::{Entropy, HpkeRng};
use crate::envelope::Header;
use crate::ids::{AlertId, DeviceId, KeyId, Sequence};
use crate::message::Message;
use crate::open::OpenError;
use crate::room_keys::{RoomPublicKey, RoomSecretKey};
use crate::seal::{RESPONSE_LABEL, SealError, SealingAead, SealingKdf, SealingKem};
use crate::secret::ResponseKey;
use crate::wire::Kind;

const INFO: &[u8] = b"hifazat text 1";

/// The public-key half of a text, done ahead of the tap; good for one message.
pub struct PreparedText {
    kind: Kind,
    key_id: KeyId,
    device: DeviceId,
    encapsulated: [u8; 32],
    context: AeadCtxS<SealingAead, SealingKdf, SealingKem>,
}

/// An opened text.
#[derive(Debug, Clone)]
pub struct OpenedText {
    /// What it says, as far as a text has room: its raise tells no path key.
    pub message: Message,
    /// It was written by the device that it names, or by somebody who holds the room's own key.
    pub proven: bool,
    /// She wants receipts by text.
    pub receipts_by_text: bool,
    /// Its receipts are encrypted under this.
    pub response_key: ResponseKey,
}

/// Makes an ephemeral key pair and agrees with the room's key. `proven`: the room knows this device, so that it can open
/// what the device's key proves.
///
/// # Errors
/// [`SealError::RoomKey`] when the room's key is unusable.
pub fn prepare_text(
    room: &RoomPublicKey,
    device: &DeviceKey,
    proven: bool,
    entropy: &dyn Entropy,
) -> Result<PreparedText, SealError> {
    let unusable = SealError::RoomKey(room.id);
    let key = <SealingKem as Kem>::PublicKey::from_bytes(&room.key).map_err(|_| unusable.clone())?;
    let sender = sender::key_pair(device).filter(|_| proven);
    let (mode, kind) = sender.map_or((OpModeS::Base, Kind::Text), |pair| (OpModeS::Auth(pair), Kind::ProvenText));
    let (encapsulated, context) =
        setup_sender_with_rng::<SealingAead, SealingKdf, SealingKem>(&mode, &key, INFO, &mut HpkeRng(entropy))
            .map_err(|_| unusable)?;
    let encapsulated = encapsulated.to_bytes().into();
    Ok(PreparedText { kind, key_id: room.id, device: device.id(), encapsulated, context })
}

impl PreparedText {
    /// To which key of the room it is prepared: stale after a rotation.
    #[must_use]
    pub const fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Whether the device's key proves it.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.kind == Kind::ProvenText
    }

    /// Seals one message, of which the latest place alone is told. The response key opens the receipts of this text.
    ///
    /// # Errors
    /// [`SealError::NoText`] for a message that has no short form.
    pub fn seal(
        mut self,
        alert: AlertId,
        sequence: Sequence,
        message: &Message,
        receipts_by_text: bool,
    ) -> Result<(SealedText, ResponseKey), SealError> {
        let body = pack(message, receipts_by_text).ok_or(SealError::NoText)?;
        let mut bytes = Header::untagged(self.kind, self.key_id, self.device, alert, sequence);
        let sealed = self.context.seal(&body, &bytes).map_err(|_| SealError::Cipher)?;
        bytes.extend(self.encapsulated);
        bytes.extend(sealed);
        let mut response = [0; 32];
        self.context.export(RESPONSE_LABEL, &mut response).map_err(|_| SealError::Cipher)?;
        Ok((SealedText::from_bytes(bytes)?, ResponseKey::from_bytes(response)))
    }
}

impl fmt::Debug for PreparedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PreparedText({:?}, {:?}, …)", self.kind, self.key_id)
    }
}

/// Opens with the key that the header names. `sender` is the Ed25519 public key of the device that it names, if that is
/// known; without it only an unproven text can be opened.
///
/// # Errors
/// [`OpenError`]; never a panic, whatever the bytes.
pub fn open_text(key: &RoomSecretKey, sender: Option<&[u8; 32]>, text: &SealedText) -> Result<OpenedText, OpenError> {
    if key.id() != text.header().key_id {
        return Err(OpenError::UnknownKey);
    }
    let secret = key.hpke().ok_or(OpenError::UnknownKey)?;
    let encapsulated =
        <SealingKem as Kem>::EncappedKey::from_bytes(text.encapsulated()).map_err(|_| OpenError::Cipher)?;
    let proven = text.claims_proof();
    let mode = if proven {
        OpModeR::Auth(sender.and_then(sender::public_key).ok_or(OpenError::UnknownSender)?)
    } else {
        OpModeR::Base
    };
    let mut context = setup_receiver::<SealingAead, SealingKdf, SealingKem>(&mode, &secret, &encapsulated, INFO)
        .map_err(|_| OpenError::Cipher)?;
    let plain = context.open(text.ciphertext(), text.associated_data()).map_err(|_| OpenError::Cipher)?;
    let mut response = [0; 32];
    context.export(RESPONSE_LABEL, &mut response).map_err(|_| OpenError::Cipher)?;
    let (message, receipts_by_text) = unpack(&plain).ok_or(OpenError::Content)?;
    if matches!(message, Message::Raise(_)) != (text.header().sequence == Sequence::RAISE) {
        return Err(OpenError::Content);
    }
    Ok(OpenedText { message, proven, receipts_by_text, response_key: ResponseKey::from_bytes(response) })
}
