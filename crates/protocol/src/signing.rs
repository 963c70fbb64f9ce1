//! Ed25519 (RFC 8032), as the device, the room and the root key use it.

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use zeroize::Zeroize;

use crate::entropy::Entropy;

/// A key pair and the seed that it follows from.
pub(crate) struct SigningKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

impl SigningKey {
    pub(crate) fn generate(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        Self::from_seed(seed)
    }

    /// Every 32 bytes are a seed.
    #[expect(clippy::expect_used, reason = "ring refuses only seeds that are not 32 bytes")]
    pub(crate) fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, pair: Ed25519KeyPair::from_seed_unchecked(&seed).expect("a seed of 32 bytes") }
    }

    pub(crate) const fn seed(&self) -> [u8; 32] {
        self.seed
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.pair.public_key().as_ref().first_chunk().copied().unwrap_or_default()
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.pair.sign(bytes).as_ref().first_chunk().copied().unwrap_or([0; 64])
    }
}

impl Drop for SigningKey {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

pub(crate) fn signature_holds(public: &[u8; 32], bytes: &[u8], signature: &[u8; 64]) -> bool {
    UnparsedPublicKey::new(&ED25519, public).verify(bytes, signature).is_ok()
}
