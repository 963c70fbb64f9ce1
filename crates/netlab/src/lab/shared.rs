//! What the thread that carries packets and the handle of a laboratory share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::network::Network;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) opened: Stopwatch,
    network: Mutex<Network<Vec<u8>>>,
    lateness: Mutex<Lateness>,
    failure: Mutex<Option<String>>,
}

impl Shared {
    pub(super) fn new(network: Network<Vec<u8>>) -> Self {
        Self {
            opened: Stopwatch::start(),
            network: Mutex::new(network),
            lateness: Mutex::default(),
            failure: Mutex::default(),
        }
    }

    pub(super) fn network(&self) -> MutexGuard<'_, Network<Vec<u8>>> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn lateness(&self) -> MutexGuard<'_, Lateness> {
        self.lateness.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn failure(&self) -> MutexGuard<'_, Option<String>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// By how much packets were handed over later than the link would have: what the machine added by being busy. Whoever
/// measures something looks here before believing the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lateness {
    /// The worst.
    pub worst: Duration,
    sum: Duration,
    packets: u32,
}

impl Lateness {
    pub(super) fn add(&mut self, late: Duration) {
        self.worst = self.worst.max(late);
        self.sum += late;
        self.packets = self.packets.saturating_add(1);
    }

    /// The mean; none without a packet.
    #[must_use]
    pub fn mean(&self) -> Option<Duration> {
        self.sum.checked_div(self.packets)
    }
}
