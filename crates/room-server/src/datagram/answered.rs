//! What was answered lately: the same packet again costs a hash and no more.
//!
//! A packet of a known device can be recorded and sent again by anybody, thousands of times a second, and its tag is true
//! each time. Its `stored` receipt never changes once the commit is done, so it is remembered here; opening it again, and
//! asking the one writer that all alerts share, would let one recorded packet starve them.

use std::sync::{Mutex, PoisonError};

use crate::recent::Recent;

/// So many; the oldest is forgotten first, and then costs its whole way once more. About a megabyte.
const REMEMBERED: usize = 4_096;

/// Answers by the digest of the packet that they name.
#[derive(Debug)]
pub(super) struct Answered(Mutex<Recent<[u8; 32], Vec<u8>>>);

impl Default for Answered {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(REMEMBERED)))
    }
}

impl Answered {
    /// What this very packet was answered with.
    pub(super) fn to(&self, digest: &[u8; 32]) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    /// Remembers an answer that is true for ever.
    pub(super) fn remember(&self, digest: [u8; 32], answer: Vec<u8>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remember(digest, answer);
    }
}
