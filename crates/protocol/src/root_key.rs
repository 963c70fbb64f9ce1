//! The root key: whoever holds it says whom phones trust.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;

use crate::bundle::BundleError;
use crate::entropy::Entropy;
use crate::signing::SigningKey;

/// The offline key whose public half is pinned in the app.
pub struct RootKey(SigningKey);

/// The pinned half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootPublicKey(pub [u8; 32]);

impl RootKey {
    /// A fresh key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(SigningKey::generate(entropy))
    }

    /// The key of a seed kept elsewhere.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_seed(seed))
    }

    /// The 32 secret bytes.
    #[must_use]
    pub const fn seed(&self) -> [u8; 32] {
        self.0.seed()
    }

    /// The half to pin.
    #[must_use]
    pub fn public(&self) -> RootPublicKey {
        RootPublicKey(self.0.public())
    }

    pub(crate) fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(bytes)
    }
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(…)")
    }
}

impl fmt::Display for RootPublicKey {
    /// Base64url, as in the bundle file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL.encode(self.0))
    }
}

impl std::str::FromStr for RootPublicKey {
    type Err = BundleError;

    fn from_str(text: &str) -> Result<Self, BundleError> {
        let bytes = BASE64URL.decode(text).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self).ok_or_else(|| BundleError::Shape("a root key is 43 characters of base64url".to_owned()))
    }
}
