//! Good and bad moments of a link.

use super::lots::Lots;
use crate::profile::Bursts;

/// How the link is just now. Nothing ever happens to one without bursts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weather {
    bursts: Option<Bursts>,
    bad: bool,
}

impl Weather {
    pub(super) fn good(bursts: Option<Bursts>) -> Self {
        Self { bursts, bad: false }
    }

    /// Whether this packet falls into a bad moment and is lost there. Turns first, then takes: a burst's first packet
    /// is in it.
    pub(super) fn takes(&mut self, lots: &Lots) -> bool {
        let Some(bursts) = self.bursts else { return false };
        let turn = if self.bad { bursts.end } else { bursts.begin };
        if turn.has(lots.turn) {
            self.bad = !self.bad;
        }
        self.bad && bursts.loss.has(lots.burst)
    }
}
