//! The keys that a room works with. How they are kept, announced and rotated is the server's affair; that old ones go on
//! opening is this type's.

use std::sync::Arc;

use hifazat_protocol::{OpenError, Opened, ReceiptKey, RoomSecretKey, SealedEnvelope, open};

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
        let id = envelope.header().key_id;
        let key = self.openers.iter().find(|key| key.id() == id).ok_or(OpenError::UnknownKey)?;
        open(key, envelope)
    }

    /// The key that signs receipts now.
    #[must_use]
    pub fn signing(&self) -> Arc<ReceiptKey> {
        Arc::clone(&self.signing)
    }
}
