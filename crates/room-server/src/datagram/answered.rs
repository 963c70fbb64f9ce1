//! What was answered lately: the same packet again costs a hash and no more.
//!
//! A packet of a known device can be recorded and sent again by anybody, thousands of times a second, and its tag is true
//! each time. Its `stored` receipt never changes once the commit is done, so it is remembered here; opening it again, and
//! asking the one writer that all alerts share, would let one recorded packet starve them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// So many; the oldest is forgotten first, and then costs its whole way once more. About a megabyte.
const REMEMBERED: usize = 4_096;

/// Answers by the digest of the packet that they name.
#[derive(Debug, Default)]
pub(super) struct Answered(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    answers: HashMap<[u8; 32], Vec<u8>>,
    order: VecDeque<[u8; 32]>,
}

impl Answered {
    /// What this very packet was answered with.
    pub(super) fn to(&self, digest: &[u8; 32]) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.get(digest).cloned()
    }

    /// Remembers an answer that is true for ever.
    pub(super) fn remember(&self, digest: [u8; 32], answer: Vec<u8>) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.answers.insert(digest, answer).is_some() {
            return;
        }
        memory.order.push_back(digest);
        if memory.order.len() > REMEMBERED
            && let Some(oldest) = memory.order.pop_front()
        {
            memory.answers.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_the_memory_stays_bounded() {
        let answered = Answered::default();
        let digest = |number: u32| {
            let mut digest = [0; 32];
            digest[..4].copy_from_slice(&number.to_be_bytes());
            digest
        };
        for number in 0..10_000 {
            answered.remember(digest(number), vec![1]);
            answered.remember(digest(number), vec![2]);
        }
        let memory = answered.0.lock().unwrap();
        assert_eq!((memory.answers.len(), memory.order.len()), (REMEMBERED, REMEMBERED));
        drop(memory);
        assert_eq!(answered.to(&digest(9_999)), Some(vec![2]));
        assert_eq!(answered.to(&digest(0)), None);
    }
}
