//! A text that came in, whole and in characters.

use std::fmt;

/// Nothing prints its number: it is a person's.
pub(crate) struct Text {
    /// Who sent it, as the carrier says; `None` when it says nothing that can be a number. Anybody can have any number written there.
    pub(crate) from: Option<String>,
    /// What it says.
    pub(crate) words: String,
}

/// No number is longer, nor a name in its place (3GPP TS 23.040, 9.1.2.5: ten octets).
const LONGEST_NUMBER_BYTES: usize = 20;

impl Text {
    pub(crate) fn new(from: &str, words: String) -> Self {
        let from = Some(from.trim()).filter(|from| (1..=LONGEST_NUMBER_BYTES).contains(&from.len()));
        Self { from: from.map(str::to_owned), words }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.words.len())
    }
}
