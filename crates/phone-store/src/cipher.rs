//! The value cipher: ChaCha20-Poly1305, every value bound to its table, row and column, so that no value can be moved to
//! another place, and none read, without the key.

use hifazat_protocol::Entropy;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

const LABEL: &[u8] = b"hifazat vault 1";

/// Seals and opens values. Without a key it is shut.
pub(crate) struct Cipher {
    key: Option<LessSafeKey>,
}

/// Where a value lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a [u8],
    pub(crate) column: &'static str,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        let parts = [LABEL, self.table.as_bytes(), self.row, self.column.as_bytes()];
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        let framed = parts.iter().flat_map(|part| {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            length.to_be_bytes().into_iter().chain(part.iter().copied())
        });
        framed.collect()
    }
}

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Self { key: UnboundKey::new(&CHACHA20_POLY1305, key).ok().map(LessSafeKey::new) }
    }

    /// Opens nothing and seals nothing.
    pub(crate) const fn shut() -> Self {
        Self { key: None }
    }

    pub(crate) const fn is_shut(&self) -> bool {
        self.key.is_none()
    }

    /// Nonce and ciphertext. `None` for absurd lengths, and while it is shut.
    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8], entropy: &dyn Entropy) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut body = plain.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        self.key.as_ref()?.seal_in_place_append_tag(unique, Aad::from(place.associated_data()), &mut body).ok()?;
        Some([&nonce[..], &body].concat())
    }

    /// The value, if it was sealed for this very place with this key.
    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut body = Zeroizing::new(body.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.key.as_ref()?.open_in_place(nonce, Aad::from(place.associated_data()), &mut body).ok()?.len();
        body.truncate(plain);
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::SeededEntropy;

    use super::*;

    const HERE: Place<'_> = Place { table: "vault", row: b"pins", column: "value" };

    #[test]
    fn a_value_opens_in_its_own_place_only() {
        let cipher = Cipher::new(&[7; 32]);
        let sealed = cipher.seal(HERE, b"secret", &SeededEntropy::new(1)).unwrap();
        assert_eq!(**cipher.open(HERE, &sealed).unwrap(), *b"secret");
        let elsewhere =
            [Place { table: "alerts", ..HERE }, Place { row: b"path_key", ..HERE }, Place { column: "hidden", ..HERE }];
        for place in elsewhere {
            assert!(cipher.open(place, &sealed).is_none());
        }
        assert!(Cipher::new(&[8; 32]).open(HERE, &sealed).is_none());
    }

    #[test]
    fn no_bit_of_a_value_can_change_unseen() {
        let cipher = Cipher::new(&[7; 32]);
        let sealed = cipher.seal(HERE, b"secret", &SeededEntropy::new(1)).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(cipher.open(HERE, &changed).is_none());
        }
    }
}
