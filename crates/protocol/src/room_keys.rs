//! The control room's sealing keys: X25519, as RFC 9180's DHKEM(X25519, HKDF-SHA256) makes them.

use std::fmt;

use hpke::{Deserializable, Kem, Serializable};
use zeroize::Zeroize;

use crate::entropy::Entropy;
use crate::ids::KeyId;
use crate::seal::SealingKem;

/// What a phone seals to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomPublicKey {
    /// Its number.
    pub id: KeyId,
    /// X25519 public key.
    pub key: [u8; 32],
}

/// What opens envelopes. Kept until the oldest outbox entry sealed to it can no longer arrive.
pub struct RoomSecretKey {
    id: KeyId,
    secret: [u8; 32],
}

impl RoomSecretKey {
    /// A fresh key (RFC 9180 `DeriveKeyPair` over 32 random bytes).
    pub fn generate(id: KeyId, entropy: &dyn Entropy) -> Self {
        let mut material = [0; 32];
        entropy.fill(&mut material);
        let (secret, _) = SealingKem::derive_keypair(&material);
        material.zeroize();
        Self { id, secret: secret.to_bytes().into() }
    }

    /// From bytes kept elsewhere.
    #[must_use]
    pub const fn from_bytes(id: KeyId, secret: [u8; 32]) -> Self {
        Self { id, secret }
    }

    /// The secret bytes, to be kept with mode 0600 or better.
    #[must_use]
    pub const fn to_bytes(&self) -> [u8; 32] {
        self.secret
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The half that goes into the trust bundle.
    #[must_use]
    pub fn public(&self) -> RoomPublicKey {
        let key = self.hpke().map(|secret| SealingKem::sk_to_pk(&secret).to_bytes().into()).unwrap_or_default();
        RoomPublicKey { id: self.id, key }
    }

    pub(crate) fn hpke(&self) -> Option<<SealingKem as Kem>::PrivateKey> {
        <SealingKem as Kem>::PrivateKey::from_bytes(&self.secret).ok()
    }
}

impl Drop for RoomSecretKey {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl fmt::Debug for RoomSecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RoomSecretKey({:?}, …)", self.id)
    }
}
