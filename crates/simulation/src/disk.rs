//! The stores as the brains see them: the real ones, on a disk that may be full, and in processes that may die at any
//! write.
//!
//! A room's ledger answers before anybody else moves: its threads are real, and whoever went on meanwhile would depend on
//! them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::tasks::Killed;

mod phone;
mod room;

pub(crate) use phone::PhoneDisk;
pub(crate) use room::RoomDisk;

const FULL: &str = "database or disk is full";

/// One side's disk.
#[derive(Default)]
pub(crate) struct Disk(Mutex<State>);

#[derive(Default)]
struct State {
    full: bool,
    /// The process dies after so many further writes.
    dies_after: Option<u8>,
    died: bool,
    /// Counts what was written.
    writes: u64,
    /// Something was refused.
    refused: bool,
}

impl Disk {
    pub(crate) fn fill(&self, full: bool) {
        self.state().full = full;
    }

    pub(crate) fn is_full(&self) -> bool {
        self.state().full
    }

    pub(crate) fn kill_after(&self, writes: u8) {
        self.state().dies_after = Some(writes);
    }

    /// Did the process die of it?
    pub(crate) fn has_died(&self) -> bool {
        self.state().died
    }

    /// Something does not fit: whoever wanted to write it keeps it in memory.
    fn refuse(&self) -> bool {
        let mut state = self.state();
        state.refused |= state.full;
        state.full
    }

    /// Was anything refused since the last question?
    pub(crate) fn take_refused(&self) -> bool {
        std::mem::take(&mut self.state().refused)
    }

    /// How much was written so far.
    pub(crate) fn writes(&self) -> u64 {
        self.state().writes
    }

    /// Whoever was to die is dead or spared.
    pub(crate) fn spare(&self) {
        let mut state = self.state();
        (state.dies_after, state.died) = (None, false);
    }

    /// One write is on the disk. Is it the last thing that this process did?
    fn wrote(&self) -> bool {
        let mut state = self.state();
        state.writes += 1;
        let Some(left) = state.dies_after else { return false };
        let left = left.saturating_sub(1);
        state.dies_after = Some(left).filter(|left| *left > 0);
        state.died |= left == 0;
        left == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The phone's store is called in the middle of things: dying is leaving them all.
fn wrote_or_died(disk: &Disk) {
    if disk.wrote() {
        std::panic::resume_unwind(Box::new(Killed));
    }
}
