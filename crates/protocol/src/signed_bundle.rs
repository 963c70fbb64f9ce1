//! The trust bundle as it travels, signed by an offline root key.
//!
//! It is JSON with three base64url texts (`root`, `body`, `signature`); the body is a CBOR map, and the signature covers
//! a label and the body's very bytes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::{Deserialize, Serialize};

use crate::bundle::{BundleError, TrustBundle};
use crate::root_key::{RootKey, RootPublicKey};
use crate::signing::signature_holds;
use crate::wire::{decode_bundle, encode_bundle};

const LABEL: &[u8] = b"hifazat bundle 1";
const FORMAT: u32 = 1;

/// A bundle as it travels. Nothing is proven about it until [`SignedBundle::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBundle {
    root: RootPublicKey,
    body: Vec<u8>,
    signature: [u8; 64],
}

#[derive(Serialize, Deserialize)]
struct BundleFile {
    hifazat_bundle: u32,
    root: String,
    body: String,
    signature: String,
}

impl TrustBundle {
    /// Signs it with the root key.
    #[must_use]
    pub fn sign(&self, root: &RootKey) -> SignedBundle {
        let body = encode_bundle(self);
        let signature = root.sign(&[LABEL, &body].concat());
        SignedBundle { root: root.public(), body, signature }
    }
}

impl SignedBundle {
    /// Checks that the pinned root key signed it.
    ///
    /// # Errors
    /// [`BundleError`]; never a panic, whatever the content.
    pub fn verify(&self, pinned: &RootPublicKey) -> Result<TrustBundle, BundleError> {
        if self.root != *pinned {
            return Err(BundleError::ForeignRoot);
        }
        if !signature_holds(&pinned.0, &[LABEL, &self.body].concat(), &self.signature) {
            return Err(BundleError::Signature);
        }
        decode_bundle(&self.body).ok_or(BundleError::Content)
    }

    /// The root key that it claims. To be believed once, when an app is set up from a bundle in a trusted hand.
    #[must_use]
    pub const fn claimed_root(&self) -> RootPublicKey {
        self.root
    }

    /// The file's text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let file = BundleFile {
            hifazat_bundle: FORMAT,
            root: BASE64URL.encode(self.root.0),
            body: BASE64URL.encode(&self.body),
            signature: BASE64URL.encode(self.signature),
        };
        serde_json::to_string(&file).unwrap_or_default()
    }

    /// From a file's text.
    ///
    /// # Errors
    /// [`BundleError::Shape`] with the part that is wrong.
    pub fn from_json(text: &str) -> Result<Self, BundleError> {
        let file: BundleFile = serde_json::from_str(text).map_err(|error| BundleError::Shape(error.to_string()))?;
        if file.hifazat_bundle != FORMAT {
            return Err(BundleError::Shape(format!("format {} is not known here", file.hifazat_bundle)));
        }
        let wrong = |part: &str| BundleError::Shape(format!("`{part}` is not base64url of the right length"));
        let decode = |text: &str| BASE64URL.decode(text).ok();
        let fixed = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).ok();
        Ok(Self {
            root: RootPublicKey(decode(&file.root).and_then(fixed).ok_or_else(|| wrong("root"))?),
            body: decode(&file.body).ok_or_else(|| wrong("body"))?,
            signature: decode(&file.signature)
                .and_then(|bytes| bytes.try_into().ok())
                .ok_or_else(|| wrong("signature"))?,
        })
    }
}
