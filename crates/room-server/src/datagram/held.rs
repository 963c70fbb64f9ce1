//! The questions that are held open, so many of each device and so many in all.
//!
//! What is held is a question as it came and whence it came. The same once more is the same; from another address it is
//! another, and both are answered: whoever repeats her packet from his own address gains what he could have read anyway,
//! and takes nothing from her. Beyond a device's share its newest question pushes out its oldest.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hifazat_protocol::{Ask, DeviceId};
use tokio_util::sync::CancellationToken;

/// A phone asks about five alerts at once; the rest is for those it asked from an address that it has no more.
const OF_ONE_DEVICE: usize = 8;
/// A held question takes about two kilobytes.
const IN_ALL: usize = 10_000;

/// All that are held.
#[derive(Debug, Default)]
pub(super) struct Held {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    of: HashMap<DeviceId, VecDeque<Slot>>,
    count: usize,
}

#[derive(Debug)]
struct Slot {
    ask: Ask,
    sender: SocketAddr,
    pushed_out: CancellationToken,
}

/// What becomes of a question that comes in.
#[derive(Debug)]
pub(super) enum Entry {
    /// It is to be answered, now or later.
    New(Place),
    /// It is held already.
    Again,
    /// There is no place for another device's.
    Full,
}

/// A place among the held, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    held: Arc<Held>,
    device: DeviceId,
    pushed_out: CancellationToken,
}

impl Held {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Finds a place for a question.
    pub(super) fn enter(self: &Arc<Self>, ask: &Ask, sender: SocketAddr) -> Entry {
        let mut table = self.table();
        let mine = table.of.get(&ask.device);
        if mine.is_some_and(|mine| mine.iter().any(|slot| slot.sender == sender && slot.ask == *ask)) {
            return Entry::Again;
        }
        let share_is_used = mine.is_some_and(|mine| mine.len() >= OF_ONE_DEVICE);
        if !share_is_used && table.count >= IN_ALL {
            return Entry::Full;
        }
        let pushed_out = CancellationToken::new();
        let mine = table.of.entry(ask.device).or_default();
        if share_is_used && let Some(oldest) = mine.pop_front() {
            oldest.pushed_out.cancel();
        }
        mine.push_back(Slot { ask: ask.clone(), sender, pushed_out: pushed_out.clone() });
        table.count += usize::from(!share_is_used);
        Entry::New(Place { held: Arc::clone(self), device: ask.device, pushed_out })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // No invariant can be broken between two statements here.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Ends when a newer question has taken the place.
    pub(super) async fn lost(&self) {
        self.pushed_out.cancelled().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Who was pushed out is in the table no more; his token, cancelled under its lock, says so.
        let mut table = self.held.table();
        if self.pushed_out.is_cancelled() {
            return;
        }
        self.pushed_out.cancel();
        let Some(mine) = table.of.get_mut(&self.device) else { return };
        mine.retain(|slot| !slot.pushed_out.is_cancelled());
        if mine.is_empty() {
            table.of.remove(&self.device);
        }
        table.count -= 1;
    }
}

#[cfg(test)]
mod tests {
    use hifazat_protocol::{AlertId, PathKey, Question, SeededEntropy};

    use super::*;

    impl Held {
        /// How many are held, and of how many devices.
        fn count(&self) -> (usize, usize) {
            let table = self.table();
            (table.count, table.of.len())
        }
    }

    fn ask(device: u32, seed: u64) -> Ask {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&device.to_be_bytes());
        let key = PathKey::from_bytes([1; 32]);
        let question = Question::new(DeviceId(id), AlertId([2; 16]), 0, &key, &SeededEntropy::new(seed));
        Ask::parse(question.as_bytes()).unwrap()
    }

    fn from(port: u16) -> SocketAddr {
        ([127, 0, 0, 1], port).into()
    }

    fn place(entry: Entry) -> Place {
        let Entry::New(place) = entry else { panic!("{entry:?}") };
        place
    }

    #[test]
    fn the_same_question_is_held_once_for_each_address() {
        let held = Held::new();
        let first = place(held.enter(&ask(1, 1), from(1)));
        assert!(matches!(held.enter(&ask(1, 1), from(1)), Entry::Again));
        let elsewhere = place(held.enter(&ask(1, 1), from(2)));
        assert!(!first.pushed_out.is_cancelled(), "a copy from another address takes nothing from her");
        drop((first, elsewhere));
        assert_eq!(held.count(), (0, 0));
    }

    #[test]
    fn a_device_s_newest_question_pushes_out_its_oldest() {
        let held = Held::new();
        let places: Vec<Place> = (0..20).map(|seed| place(held.enter(&ask(1, seed), from(1)))).collect();
        let lost = places.iter().map(|place| place.pushed_out.is_cancelled());
        assert_eq!(lost.collect::<Vec<_>>(), [vec![true; 12], vec![false; 8]].concat());
        assert_eq!(held.count(), (8, 1));
        drop(places);
        assert_eq!(held.count(), (0, 0));
    }

    #[test]
    fn there_are_never_more_than_so_many() {
        let held = Held::new();
        let devices = u32::try_from(IN_ALL).unwrap();
        let enter = |device| held.enter(&ask(device, 1), from(1));
        let mut places: Vec<Place> = (0..devices).map(|device| place(enter(device))).collect();
        assert!((devices..devices + 100).all(|device| matches!(enter(device), Entry::Full)));
        assert_eq!(held.count(), (IN_ALL, IN_ALL));
        places.pop();
        place(enter(devices));
    }
}
