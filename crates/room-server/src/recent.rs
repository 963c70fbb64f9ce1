//! A memory that stays bounded: the oldest is forgotten first.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// So many values by their keys.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    most: usize,
    values: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Clone + Eq + Hash, V> Recent<K, V> {
    /// An empty one for at most so many.
    #[must_use]
    pub(crate) fn new(most: usize) -> Self {
        Self { most, values: HashMap::new(), order: VecDeque::new() }
    }

    /// What is remembered under a key.
    #[must_use]
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// Remembers a value, in the place of the one that its key had before.
    pub(crate) fn remember(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > self.most
            && let Some(oldest) = self.order.pop_front()
        {
            self.values.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_the_memory_stays_bounded() {
        let mut recent = Recent::new(4_096);
        for number in 0..10_000 {
            recent.remember(number, 1);
            recent.remember(number, 2);
        }
        assert_eq!((recent.values.len(), recent.order.len()), (4_096, 4_096));
        assert_eq!((recent.get(&9_999), recent.get(&0)), (Some(&2), None));
    }
}
