//! The end of the log, signed.

use std::fmt;

use hifazat_protocol::Entropy;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

const LABEL: &[u8] = b"hifazat audit head 1";

/// Number and hash of the newest entry. The default is the head of an empty log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// How many entries there are.
    pub number: u64,
    /// The newest entry's hash.
    pub hash: [u8; 32],
}

/// A head and the signature over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedHead {
    /// The head.
    pub head: Head,
    /// Ed25519 (RFC 8032).
    pub signature: [u8; 64],
}

/// What signs heads. Kept outside the database, so that whoever can only write to that cannot make a log that holds.
pub struct AuditKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

/// What heads are checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPublicKey(pub [u8; 32]);

impl AuditKey {
    /// A fresh key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        Self::from_seed(seed)
    }

    /// The key of a seed kept elsewhere.
    #[must_use]
    #[expect(clippy::expect_used, reason = "ring refuses only seeds that are not 32 bytes")]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed, pair: Ed25519KeyPair::from_seed_unchecked(&seed).expect("a seed of 32 bytes") }
    }

    /// The 32 secret bytes, to be kept with mode 0600 or better.
    #[must_use]
    pub const fn seed(&self) -> [u8; 32] {
        self.seed
    }

    /// The half that checks.
    #[must_use]
    pub fn public(&self) -> AuditPublicKey {
        AuditPublicKey(self.pair.public_key().as_ref().first_chunk::<32>().copied().unwrap_or_default())
    }

    /// Signs the end of the log.
    #[must_use]
    pub fn sign(&self, head: Head) -> SignedHead {
        let signature = self.pair.sign(&head.signed_bytes());
        SignedHead { head, signature: signature.as_ref().first_chunk::<64>().copied().unwrap_or([0; 64]) }
    }
}

impl Head {
    fn signed_bytes(&self) -> Vec<u8> {
        [LABEL, &self.number.to_be_bytes(), &self.hash].concat()
    }
}

impl SignedHead {
    /// Whether the holder of the key signed it.
    #[must_use]
    pub fn holds(&self, key: &AuditPublicKey) -> bool {
        UnparsedPublicKey::new(&ED25519, key.0).verify(&self.head.signed_bytes(), &self.signature).is_ok()
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuditKey(…)")
    }
}
