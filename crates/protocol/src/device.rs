//! A device's identity: an Ed25519 key pair made on the device, from which its name follows.

use std::fmt;

use ring::digest::{SHA256, digest};

use crate::entropy::Entropy;
use crate::ids::DeviceId;
use crate::signing::SigningKey;

/// The device's signing key (Ed25519, RFC 8032).
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// A fresh key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(SigningKey::generate(entropy))
    }

    /// The key of a seed kept elsewhere.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_seed(seed))
    }

    /// The 32 secret bytes, to be kept sealed.
    #[must_use]
    pub const fn seed(&self) -> [u8; 32] {
        self.0.seed()
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.0.public()
    }

    /// The device's name.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        id_of(&self.public())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes)
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey({})", self.id())
    }
}

/// The name that belongs to a public key.
pub(crate) fn id_of(public: &[u8; 32]) -> DeviceId {
    let hash = digest(&SHA256, public);
    DeviceId(hash.as_ref().first_chunk::<16>().copied().unwrap_or_default())
}
