//! A secret that two programs share: from a file or the environment, never from the command line, which everybody on the
//! machine can read.

use std::fmt;
use std::path::Path;

use anyhow::{Context, ensure};
use ring::hmac;

/// The secret. Nothing prints it.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// From `file` when one is named by `option`, otherwise from what the environment's `variable` holds.
    ///
    /// # Errors
    /// A sentence that names both ways.
    pub(crate) fn read(option: &str, file: Option<&Path>, variable: &str) -> anyhow::Result<Self> {
        let written = match file {
            Some(file) => std::fs::read_to_string(file).with_context(|| format!("{option} {}", file.display()))?,
            None => std::env::var(variable).unwrap_or_default(),
        };
        let secret = written.trim_end_matches(['\r', '\n']);
        ensure!(!secret.is_empty(), "{option} FILE is missing, or empty; {variable} in the environment serves as well");
        Ok(Self(secret.to_owned()))
    }

    /// Whether this is it, in a time that tells nothing of how much of it is right.
    pub(crate) fn is(&self, offered: &[u8]) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        let of_offered = hmac::sign(&key, offered);
        hmac::verify(&key, self.0.as_bytes(), of_offered.as_ref()).is_ok()
    }

    /// Whether it is longer than what can be tried out.
    pub(crate) fn is_long_enough(&self) -> bool {
        self.0.len() >= 16
    }

    /// For the other side.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_it_with_or_without_an_end_of_line() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        for written in ["a long secret", "a long secret\n", "a long secret\r\n"] {
            std::fs::write(&file, written).unwrap();
            let secret = Secret::read("--kannel-secret-file", Some(&file), "NOWHERE").unwrap();
            assert!(secret.is(b"a long secret"));
            assert!(!secret.is(b"a long secre"));
            assert!(!secret.is(b""));
        }
    }

    #[test]
    fn a_missing_one_names_both_ways() {
        let refused = format!("{:#}", Secret::read("--kannel-secret-file", None, "HIFAZAT_NOWHERE").unwrap_err());
        assert!(refused.contains("--kannel-secret-file") && refused.contains("HIFAZAT_NOWHERE"), "{refused}");
    }
}
