//! Walks the chain from the first entry to the signed head.

use super::{AuditPublicKey, Entry, Head, SignedHead};

/// The log is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log was tampered with at entry {number}: {how}")]
pub struct Tampered {
    /// The first entry that does not fit.
    pub number: u64,
    /// What is wrong.
    pub how: What,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// An entry of another number stands here: one was removed, added or moved.
    #[error("entries are missing or out of order")]
    Order,
    /// The entry's content does not match its hash.
    #[error("its content does not match its hash")]
    Content,
    /// The chain ends before or after the signed head.
    #[error("the log does not end where it was signed")]
    End,
    /// The head's signature does not hold, or there is none.
    #[error("the signature over the end of the log does not hold")]
    Signature,
    /// A head that somebody kept does not lie on the chain.
    #[error("a head noted earlier does not lie on this log")]
    Noted,
}

/// Takes entries one by one, so that a log of any length is checked in little memory.
#[derive(Debug, Clone, Default)]
pub struct Verifier {
    head: Head,
    noted: Option<Head>,
}

impl Verifier {
    /// From the beginning. `noted` is a head that somebody kept outside the room.
    #[must_use]
    pub fn new(noted: Option<Head>) -> Self {
        Self { head: Head::default(), noted }
    }

    /// The next entry, in order of number.
    ///
    /// # Errors
    /// [`Tampered`] at the first entry that does not fit.
    pub fn check(&mut self, entry: &Entry) -> Result<(), Tampered> {
        let expected = self.head.number.saturating_add(1);
        if entry.number != expected {
            return Err(Tampered { number: expected, how: What::Order });
        }
        if entry.link(&self.head.hash) != entry.hash {
            return Err(Tampered { number: expected, how: What::Content });
        }
        self.head = entry.head();
        if self.noted.is_some_and(|noted| noted.number == self.head.number && noted != self.head) {
            return Err(Tampered { number: expected, how: What::Noted });
        }
        Ok(())
    }

    /// After the last entry: the head, once it is proven.
    ///
    /// # Errors
    /// [`Tampered`] when entries were cut off or added, or the head is not signed by the room.
    pub fn finish(self, signed: Option<&SignedHead>, key: &AuditPublicKey) -> Result<Head, Tampered> {
        let tampered = |how| Tampered { number: self.head.number, how };
        match signed {
            None => return Err(tampered(What::Signature)),
            Some(signed) if !signed.holds(key) => return Err(tampered(What::Signature)),
            Some(signed) if signed.head != self.head => return Err(tampered(What::End)),
            Some(_) => {}
        }
        if self.noted.is_some_and(|noted| noted.number > self.head.number) {
            return Err(tampered(What::Noted));
        }
        Ok(self.head)
    }
}
