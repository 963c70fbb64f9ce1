//! Which texts are under way, and which the carrier will not have.

use std::collections::HashSet;

use hifazat_protocol::{AlertId, Stage};

use super::line::Sent;
use crate::recent::Recent;

/// Texts that are under way or wait for their turn. Beyond, they stay due.
const WAITING: usize = 1_024;
/// Refused texts that are remembered. One that is forgotten is tried once more when its alert changes.
const REFUSED: usize = 16_384;

/// One stage of one alert.
pub(super) type Word = (AlertId, Stage);

/// See the module.
#[derive(Debug)]
pub(super) struct Words {
    under_way: HashSet<Word>,
    refused: Recent<Word, ()>,
}

impl Default for Words {
    fn default() -> Self {
        Self { under_way: HashSet::new(), refused: Recent::new(REFUSED) }
    }
}

impl Words {
    /// Whether this one is to be sent now; then it is under way.
    pub(super) fn begin(&mut self, word: Word) -> bool {
        if self.refused.get(&word).is_some() || self.under_way.len() >= WAITING {
            return false;
        }
        let is_new = self.under_way.insert(word);
        if is_new && self.under_way.len() == WAITING {
            tracing::warn!(WAITING, "so many texts to phones are under way; further ones wait");
        }
        is_new
    }

    /// It is under way no more. What a carrier refuses once, it refuses again, so it is not tried until the next start.
    pub(super) fn end(&mut self, word: Word, sent: Sent) {
        self.under_way.remove(&word);
        if sent == Sent::Refused {
            self.refused.remember(word, ());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(number: u32) -> Word {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        (AlertId(id), Stage::Seen)
    }

    #[test]
    fn numbers_that_the_carrier_refuses_stop_nobody_elses_texts() {
        let mut words = Words::default();
        for number in 0..100_000 {
            assert!(words.begin(word(number)), "text {number}");
            words.end(word(number), Sent::Refused);
        }
        assert!(!words.begin(word(99_999)), "what was refused is not tried again");
    }

    #[test]
    fn what_is_under_way_is_begun_once_and_bounded() {
        let mut words = Words::default();
        assert!(words.begin(word(0)) && !words.begin(word(0)));
        let begun = (1..5_000).filter(|number| words.begin(word(*number)));
        assert_eq!(begun.count(), WAITING - 1);
        words.end(word(0), Sent::Later);
        assert!(words.begin(word(0)));
    }
}
