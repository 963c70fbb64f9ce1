//! A device's identity: an Ed25519 key pair made on the device, from which its name follows.

use std::fmt;

use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use zeroize::Zeroize;

use crate::entropy::Entropy;
use crate::ids::DeviceId;

/// The device's signing key (Ed25519, RFC 8032).
pub struct DeviceKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

impl DeviceKey {
    /// A fresh key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        Self::from_seed(seed)
    }

    /// The key of a seed kept elsewhere.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, pair: pair_of(&seed) }
    }

    /// The 32 secret bytes, to be kept sealed.
    #[must_use]
    pub const fn seed(&self) -> [u8; 32] {
        self.seed
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        public_of(&self.pair)
    }

    /// The device's name.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        id_of(&self.public())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        signature_of(&self.pair, bytes)
    }
}

impl Drop for DeviceKey {
    fn drop(&mut self) {
        self.seed.zeroize();
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

/// Every 32 bytes are an Ed25519 seed.
#[expect(clippy::expect_used, reason = "ring refuses only seeds that are not 32 bytes")]
pub(crate) fn pair_of(seed: &[u8; 32]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(seed).expect("a seed of 32 bytes")
}

pub(crate) fn public_of(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().first_chunk::<32>().copied().unwrap_or_default()
}

pub(crate) fn signature_of(pair: &Ed25519KeyPair, bytes: &[u8]) -> [u8; 64] {
    pair.sign(bytes).as_ref().first_chunk::<64>().copied().unwrap_or([0; 64])
}

pub(crate) fn signature_holds(public: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public).verify(bytes, signature).is_ok()
}
