//! What happened, line by line: a hash of all of it, and the lines themselves for whoever wants to read them.

use std::sync::{Mutex, PoisonError};

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a, 64 bits: enough to see whether two runs are the same.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    fold(OFFSET, bytes)
}

fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

/// A run's trace.
pub(crate) struct Trace {
    /// Printed as they come.
    aloud: bool,
    hash: Mutex<u64>,
}

impl Trace {
    pub(crate) const fn new(aloud: bool) -> Self {
        Self { aloud, hash: Mutex::new(OFFSET) }
    }

    #[expect(clippy::print_stderr, reason = "asked for by whoever reproduces a failure")]
    pub(crate) fn note(&self, line: impl FnOnce() -> String) {
        let line = line();
        let mut hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner);
        *hash = fold(*hash, line.as_bytes());
        if self.aloud {
            eprintln!("{line}");
        }
    }

    pub(crate) fn hash(&self) -> u64 {
        *self.hash.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
