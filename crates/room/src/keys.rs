//! The keys that a room works with. How they are kept, announced and rotated is the server's affair; that old ones go on
//! opening is this type's.

use std::sync::Arc;

use hifazat_protocol::{
    KeyId, OpenError, Opened, OpenedText, ReceiptKey, RoomSecretKey, SealedEnvelope, SealedText, open, open_text,
};

/// The keys in use.
#[derive(Debug, Clone)]
pub struct KeySet {
    openers: Arc<[RoomSecretKey]>,
    signing: Arc<ReceiptKey>,
}

impl KeySet {
    /// All keys that open, pending and expired ones too: an envelope may have lain in an outbox for months, or be
    /// sealed to a key that only the phone knows to be active. And the one receipt key that is active.
    #[must_use]
    pub fn new(openers: Vec<RoomSecretKey>, signing: ReceiptKey) -> Self {
        Self { openers: openers.into(), signing: Arc::new(signing) }
    }

    /// Opens an envelope with the key that its header names.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(&self, envelope: &SealedEnvelope) -> Result<Opened, OpenError> {
        open(self.opener(envelope.header().key_id)?, envelope)
    }

    /// Opens a text with the key that its header names; `sender` is the public key of the device that it names, if that
    /// device is known.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_text(&self, text: &SealedText, sender: Option<&[u8; 32]>) -> Result<OpenedText, OpenError> {
        open_text(self.opener(text.header().key_id)?, sender, text)
    }

    fn opener(&self, id: KeyId) -> Result<&RoomSecretKey, OpenError> {
        self.openers.iter().find(|key| key.id() == id).ok_or(OpenError::UnknownKey)
    }

    /// The key that signs receipts now.
    #[must_use]
    pub fn signing(&self) -> Arc<ReceiptKey> {
        Arc::clone(&self.signing)
    }
}
