//! What chance says about one packet.

use crate::profile::Share;
use crate::random::Random;

/// One lot for each thing that may happen; always all of them are drawn, always in this order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lots {
    pub(super) turn: u64,
    pub(super) burst: u64,
    pub(super) loss: u64,
    pub(super) held_back: u64,
    pub(super) doubled: u64,
    /// These two are not below [`Share::WHOLE`] but any number.
    pub(super) jitter: u64,
    pub(super) copy: u64,
}

impl Lots {
    pub(super) fn draw(random: &mut Random) -> Self {
        Self {
            turn: random.below(Share::WHOLE),
            burst: random.below(Share::WHOLE),
            loss: random.below(Share::WHOLE),
            held_back: random.below(Share::WHOLE),
            doubled: random.below(Share::WHOLE),
            jitter: random.draw(),
            copy: random.draw(),
        }
    }
}
