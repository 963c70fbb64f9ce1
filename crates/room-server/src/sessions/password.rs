//! Passwords: argon2id, never faster for an unknown seat than for a known one.

use std::sync::Arc;

use anyhow::anyhow;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use hifazat_protocol::Entropy;
use tokio::sync::Semaphore;

/// The fewest characters of a password someone chose.
pub const LEAST_CHARACTERS: usize = 12;
/// The most bytes that are hashed.
pub const MOST_BYTES: usize = 256;

/// Hashes and checks, at most two at a time: each costs 19 MiB and some 20 ms of a core that alerts need too.
#[derive(Clone, Debug)]
pub struct Passwords {
    places: Arc<Semaphore>,
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready to check.
    ///
    /// # Errors
    /// When argon2 refuses its own defaults (it does not).
    pub fn new(entropy: &dyn Entropy) -> anyhow::Result<Self> {
        let nobody = hash("nobody has this password", entropy)?;
        Ok(Self { places: Arc::new(Semaphore::new(2)), nobody: nobody.into() })
    }

    /// Whether `password` fits `stored`. Without a stored hash the same work is done and the answer is no.
    pub async fn fits(&self, password: String, stored: Option<String>) -> bool {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let Ok(_place) = self.places.acquire().await else { return false };
        let checked = tokio::task::spawn_blocking(move || verify(&password, &stored)).await;
        known && checked.unwrap_or(false)
    }

    /// Hashes a password someone chose.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash(&self, password: String, entropy: Arc<dyn Entropy>) -> anyhow::Result<String> {
        let _place = self.places.acquire().await?;
        tokio::task::spawn_blocking(move || hash(&password, &*entropy)).await?
    }
}

/// Hashes `password` under a fresh salt, as a PHC string.
///
/// # Errors
/// When argon2 refuses (too long a password).
pub fn hash(password: &str, entropy: &dyn Entropy) -> anyhow::Result<String> {
    let mut salt = [0_u8; 16];
    entropy.fill(&mut salt);
    let hashed = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow!("cannot hash a password: {error}"))?;
    Ok(hashed.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
}

/// A one-time password to read out and type: 5 × 4 letters and digits without look-alikes, about 98 bits.
#[must_use]
pub fn one_time(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789_";
    let mut password = String::new();
    while password.len() < 24 {
        let mut byte = [0_u8; 1];
        entropy.fill(&mut byte);
        let letter = byte.first().and_then(|byte| LETTERS.get(usize::from(byte % 32))).copied().map(char::from);
        match letter {
            Some('_') | None => {}
            Some(letter) => {
                password.push(letter);
                if password.len() % 5 == 4 && password.len() < 24 {
                    password.push('-');
                }
            }
        }
    }
    password
}
