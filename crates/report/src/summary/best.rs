//! Keeps the first few of very many.

use std::collections::BinaryHeap;

/// The `cap` items with the least keys of all that were offered, and how many were offered. Items with equal keys
/// are kept in the order of offering. `O(log cap)` an item.
#[derive(Clone, Debug)]
pub(crate) struct Best<K: Ord, T> {
    cap: usize,
    seen: usize,
    heap: BinaryHeap<Entry<K, T>>,
}

#[derive(Clone, Debug)]
struct Entry<K, T> {
    key: (K, usize),
    item: T,
}

impl<K: Ord, T> PartialEq for Entry<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}
impl<K: Ord, T> Eq for Entry<K, T> {}
impl<K: Ord, T> PartialOrd for Entry<K, T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Ord, T> Ord for Entry<K, T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl<K: Ord, T> Best<K, T> {
    pub(crate) fn new(cap: usize) -> Self {
        Self { cap, seen: 0, heap: BinaryHeap::new() }
    }

    /// Offers an item, which is made only when it is kept.
    pub(crate) fn offer(&mut self, key: K, item: impl FnOnce() -> T) {
        let key = (key, self.seen);
        self.seen += 1;
        if self.heap.len() < self.cap {
            self.heap.push(Entry { key, item: item() });
        } else if let Some(mut worst) = self.heap.peek_mut()
            && key < worst.key
        {
            *worst = Entry { key, item: item() };
        }
    }

    /// How many were offered.
    pub(crate) fn seen(&self) -> usize {
        self.seen
    }

    /// The kept items, by key.
    pub(crate) fn sorted(&self) -> Vec<&T> {
        let mut kept: Vec<_> = self.heap.iter().collect();
        kept.sort_by(|a, b| a.key.cmp(&b.key));
        kept.into_iter().map(|e| &e.item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keeps_what_a_stable_sort_puts_first(keys in prop::collection::vec(0u8..9, 0..60), cap in 0usize..20) {
            let mut best = Best::new(cap);
            for (i, &k) in keys.iter().enumerate() {
                best.offer(k, || (k, i));
            }
            let mut all: Vec<(u8, usize)> = keys.iter().copied().zip(0..).collect();
            all.sort_by_key(|&(k, _)| k);
            all.truncate(cap);
            prop_assert_eq!(best.sorted().into_iter().copied().collect::<Vec<_>>(), all);
            prop_assert_eq!(best.seen(), keys.len());
        }
    }
}
