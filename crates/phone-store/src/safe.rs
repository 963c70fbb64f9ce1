//! The telephone's safe, Android's Keystore or an iPhone's Keychain, as far as it is seen from here: it may give the key that
//! the vault's key is wrapped under.
//!
//! Layout of a wrapped key: [`MARK`], 12 bytes of nonce, 32 of sealed key, 16 of tag.

use std::fmt;

use hifazat_protocol::Entropy;
use zeroize::Zeroizing;

use crate::cipher::{Cipher, Place};

/// What a file with a wrapped key begins with: the version of its layout.
pub(crate) const MARK: &[u8] = b"hifazat safe 1\n";
/// No value can pass for a key, nor a key for a value.
const PLACE: Place<'static> = Place { table: "vault.key", row: b"", column: "key" };

/// What the safe has given.
#[derive(Clone, Debug, Default)]
pub enum Safe {
    /// This machine has none for us, and the vault's key lies in its file as it is.
    #[default]
    NotHere,
    /// There is one, and it gives nothing now: broken, refusing, or not yet unlocked since the machine was started.
    Silent,
    /// It gave its key.
    Gave(WrappingKey),
}

/// The key from the safe, under which the vault's key is wrapped. It is never written down here.
#[derive(Clone)]
pub struct WrappingKey(Zeroizing<[u8; 32]>);

impl WrappingKey {
    /// From 32 bytes; `None` for any other number.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        (bytes.len() == key.len()).then(|| key.copy_from_slice(bytes))?;
        Some(Self(key))
    }

    /// The key as it may lie on the disk. `None` only if the cipher refuses.
    pub(crate) fn wrap(&self, key: &[u8; 32], entropy: &dyn Entropy) -> Option<Vec<u8>> {
        let sealed = Cipher::new(&self.0).seal(PLACE, key, entropy)?;
        Some([MARK, &sealed].concat())
    }

    /// The key again, if it was wrapped under this one.
    pub(crate) fn unwrap(&self, wrapped: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let plain = Cipher::new(&self.0).open(PLACE, wrapped.strip_prefix(MARK)?)?;
        Self::new(&plain).map(|key| key.0)
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappingKey")
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;

    #[test]
    fn no_bit_of_a_wrapped_key_can_change_unseen_and_no_other_key_unwraps_it() {
        let safe = WrappingKey::new(&[7; 32]).unwrap();
        let wrapped = safe.wrap(&[9; 32], &SeededEntropy::new(1)).unwrap();
        assert_eq!(wrapped.len(), 75);
        assert_eq!(*safe.unwrap(&wrapped).unwrap(), [9; 32]);
        for bit in 0..wrapped.len() * 8 {
            let mut changed = wrapped.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(safe.unwrap(&changed).is_none());
        }
        assert!(WrappingKey::new(&[8; 32]).unwrap().unwrap(&wrapped).is_none());
    }

    #[test]
    fn a_key_that_is_no_key_is_none_and_none_is_ever_shown() {
        assert!(WrappingKey::new(&[7; 31]).is_none() && WrappingKey::new(&[7; 33]).is_none());
        assert_eq!(format!("{:?}", Safe::Gave(WrappingKey::new(&[7; 32]).unwrap())), "Gave(WrappingKey)");
    }
}
