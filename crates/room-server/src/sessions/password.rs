//! Passwords: argon2id, and never faster for an unknown seat than for a known one.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use hifazat_protocol::{Entropy, OsEntropy};
use hifazat_room::Passwords;

/// Argon2id with its recommended cost: 19 MiB and some 20 ms of a core each time.
#[derive(Debug)]
pub(crate) struct Argon2id {
    nobody: String,
}

impl Default for Argon2id {
    fn default() -> Self {
        Self { nobody: hash("nobody has this password") }
    }
}

impl Passwords for Argon2id {
    fn hash(&self, password: &str) -> String {
        hash(password)
    }

    fn matches(&self, password: &str, hash: &str) -> bool {
        Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
    }

    fn pretend(&self, password: &str) {
        // The work is the point; the answer is always no.
        std::hint::black_box(self.matches(password, &self.nobody));
    }
}

/// An empty hash matches no password, so a failure (argon2 refuses only absurd lengths) shuts rather than opens.
fn hash(password: &str) -> String {
    let mut salt = [0_u8; 16];
    OsEntropy.fill(&mut salt);
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .unwrap_or_default()
}

/// A one-time password to read out and type: five groups of four letters and digits without look-alikes, 99 bits.
#[must_use]
pub(crate) fn one_time(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut letters = String::new();
    while letters.len() < 24 {
        let mut byte = [0_u8; 1];
        entropy.fill(&mut byte);
        // 5 bits; the one value without a letter is drawn again.
        let Some(letter) = byte.first().and_then(|byte| LETTERS.get(usize::from(byte % 32))) else { continue };
        letters.push(char::from(*letter));
        if letters.len() % 5 == 4 && letters.len() < 24 {
            letters.push('-');
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_only() {
        let passwords = Argon2id::default();
        let hash = passwords.hash("river under seven hills");
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.matches("river under seven hills", &hash));
        assert!(!passwords.matches("river under six hills", &hash));
        assert!(!passwords.matches("", ""));
    }

    #[test]
    fn one_time_passwords_can_be_read_out() {
        let (one, other) = (one_time(&OsEntropy), one_time(&OsEntropy));
        assert_ne!(one, other);
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [4; 5]);
        assert!(!one.contains(['i', 'l', 'o', '0', '1']));
    }
}
