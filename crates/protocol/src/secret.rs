//! Symmetric secrets, erased when dropped and never shown.

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::entropy::Entropy;

/// Length of a tag under the path key, in bytes.
pub(crate) const TAG_BYTES: usize = 16;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// From 32 bytes kept elsewhere.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The bytes, to be kept sealed.
            #[must_use]
            pub const fn to_bytes(&self) -> [u8; 32] {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// Shared by device and room since the device's first opened raise: lets a listener set a known device apart for
    /// the price of a hash, before any public-key work.
    PathKey
}

secret! {
    /// Exported from the raise's HPKE context (RFC 9180 section 9.8): the room encrypts later receipts under it.
    ResponseKey
}

impl PathKey {
    /// A fresh key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// HMAC-SHA256 over label and parts, cut to 16 bytes (RFC 2104 section 5).
    pub(crate) fn tag(&self, label: &[u8], parts: &[&[u8]]) -> [u8; TAG_BYTES] {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &self.0));
        context.update(label);
        for part in parts {
            context.update(part);
        }
        let mut tag = [0; TAG_BYTES];
        for (to, from) in tag.iter_mut().zip(context.sign().as_ref()) {
            *to = *from;
        }
        tag
    }
}

/// Compares two tags in constant time.
pub(crate) fn same_tag(left: &[u8; TAG_BYTES], right: &[u8; TAG_BYTES]) -> bool {
    left.iter().zip(right).fold(0_u8, |differ, (l, r)| differ | (l ^ r)) == 0
}

impl ResponseKey {
    /// Nonce and ciphertext of `plain`, bound to `associated`.
    pub(crate) fn encrypt(&self, entropy: &dyn Entropy, associated: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut body = plain.to_vec();
        let sealed = Nonce::assume_unique_for_key(nonce);
        self.aead()?.seal_in_place_append_tag(sealed, Aad::from(associated), &mut body).ok()?;
        Some([&nonce[..], &body].concat())
    }

    /// The plain bytes of what [`Self::encrypt`] made; `None` when anything was changed.
    pub(crate) fn decrypt(&self, associated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut body = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.aead()?.open_in_place(nonce, Aad::from(associated), &mut body).ok()?;
        Some(plain.to_vec())
    }

    fn aead(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.0).ok().map(LessSafeKey::new)
    }
}
