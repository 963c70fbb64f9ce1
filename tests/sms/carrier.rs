//! What the two carriers have in common for a test: a text that a phone lets go reaches the room some time.

use anyhow::Result;
use hifazat_testkit::{Handover, Kannel, Smsc};
use serde_json::json;

/// The number of whoever writes.
pub(crate) const HER_NUMBER: &str = "+923001234567";
/// The same, as SMPP writes it beside the kind of number.
pub(crate) const HER_DIGITS: &str = "923001234567";
/// The short code of the room.
pub(crate) const OUR_NUMBER: &str = "8014";

/// A telephone network with a way into the room.
pub(crate) trait Carrier {
    /// What the room is served with.
    fn options(&self) -> Result<Vec<String>>;

    /// A text that a phone lets go. The room may have it only later.
    fn bring(&mut self, words: &str) -> Result<()>;

    /// The same, as networks carry what is in no Latin alphabet.
    fn bring_in_urdu(&mut self, words: &str) -> Result<()>;
}

impl Carrier for Smsc {
    fn options(&self) -> Result<Vec<String>> {
        Self::options(self)
    }

    fn bring(&mut self, words: &str) -> Result<()> {
        self.keep_delivering(&json!({ "from": HER_DIGITS, "to": OUR_NUMBER, "text": words }))
    }

    fn bring_in_urdu(&mut self, words: &str) -> Result<()> {
        self.keep_delivering(&json!({ "from": "Jazz", "to": OUR_NUMBER, "text": words, "data_coding": 8 }))
    }
}

impl Carrier for Kannel {
    fn options(&self) -> Result<Vec<String>> {
        Self::options(self)
    }

    fn bring(&mut self, words: &str) -> Result<()> {
        self.send(HER_NUMBER, words)
    }

    fn bring_in_urdu(&mut self, words: &str) -> Result<()> {
        self.send("Jazz", words)
    }
}

/// Every carrier that can be had here; says which cannot.
pub(crate) fn carriers() -> Result<Vec<Box<dyn Carrier>>> {
    let mut carriers: Vec<Box<dyn Carrier>> = Vec::new();
    if there(Smsc::obstacle())? {
        carriers.push(Box::new(Smsc::open()?));
    }
    if there(Kannel::obstacle())? {
        carriers.push(Box::new(Kannel::open(Handover::Get)?));
    }
    Ok(carriers)
}

/// Whether nothing stands in the way; says what does.
pub(crate) fn there(obstacle: Option<String>) -> Result<bool> {
    use std::io::Write;
    if let Some(obstacle) = &obstacle {
        // Not by a macro: those are not shown when a test succeeds.
        writeln!(std::io::stderr(), "passed over: {obstacle}")?;
    }
    Ok(obstacle.is_none())
}
