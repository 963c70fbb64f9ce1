//! The log of everything that was done, chained so that no entry can be changed, removed, moved or cut off unseen.
//!
//! Each entry's hash covers the one before it; the newest hash and its number, the [`Head`], are signed at every commit.
//! Whoever holds an older head (printed, mailed, written on paper) can check that it still lies on the chain, which also
//! finds a log that was put back to an older state whole.

mod head;
mod verify;

use hifazat_protocol::UnixMillis;
use ring::digest;

pub use head::{AuditKey, AuditPublicKey, Head, SignedHead};
pub use verify::{Tampered, Verifier, What as TamperedHow};

const LABEL: &[u8] = b"hifazat audit 1";

/// Who acts when no person does.
pub const ROOM: &str = "room";

/// What happened, before it has its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When, by the room's clock.
    pub at: UnixMillis,
    /// The seat's name, or [`ROOM`].
    pub who: String,
    /// What was done, in one word that programs can compare: "accepted".
    pub what: &'static str,
    /// The rest, for people. No place and no person.
    pub detail: String,
    /// Whether it belongs to the file that is being changed.
    pub on_file: bool,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number; the first is 1.
    pub number: u64,
    /// When, by the room's clock.
    pub at: UnixMillis,
    /// The seat's name, or [`ROOM`].
    pub who: String,
    /// What was done.
    pub what: String,
    /// The rest.
    pub detail: String,
    /// The ledger's number of the file that it belongs to.
    pub file: Option<u64>,
    /// The link: covers everything above and the entry before.
    pub hash: [u8; 32],
}

impl Note {
    /// About the file that is being changed.
    pub fn on_file(at: UnixMillis, who: impl Into<String>, what: &'static str, detail: impl Into<String>) -> Self {
        Self { at, who: who.into(), what, detail: detail.into(), on_file: true }
    }

    /// About the room itself: seats, keys, backups.
    pub fn on_room(at: UnixMillis, who: impl Into<String>, what: &'static str, detail: impl Into<String>) -> Self {
        Self { at, who: who.into(), what, detail: detail.into(), on_file: false }
    }

    /// The entry that this becomes right after `head`.
    #[must_use]
    pub fn after(self, head: &Head, file: Option<u64>) -> Entry {
        let mut entry = Entry {
            number: head.number.saturating_add(1),
            at: self.at,
            who: self.who,
            what: self.what.to_owned(),
            detail: self.detail,
            file: file.filter(|_| self.on_file),
            hash: [0; 32],
        };
        entry.hash = entry.link(&head.hash);
        entry
    }
}

impl Entry {
    /// The hash that this entry must have after one whose hash is `previous`. Every field is covered, each with its
    /// length, so that no two different entries read the same.
    #[must_use]
    pub fn link(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(LABEL);
        context.update(previous);
        context.update(&self.number.to_be_bytes());
        context.update(&self.at.0.to_be_bytes());
        context.update(&self.file.map_or([0; 9], |file| {
            let [a, b, c, d, e, f, g, h] = file.to_be_bytes();
            [1, a, b, c, d, e, f, g, h]
        }));
        for text in [&self.who, &self.what, &self.detail] {
            context.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(text.as_bytes());
        }
        sha256(context)
    }

    /// The head of a log that ends with this entry.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { number: self.number, hash: self.hash }
    }
}

pub(crate) fn sha256(context: digest::Context) -> [u8; 32] {
    context.finish().as_ref().first_chunk::<32>().copied().unwrap_or_default()
}
