//! Results of conditions, kept for the next edit.

use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a result is kept under: the data's generation, the zone that walls are read in, and the condition's fingerprint (which holds its
/// windows as instants, and so the clock where it matters).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// [`crate::source::Source::generation`]
    pub generation: u64,
    /// The zone's name.
    pub zone: &'static str,
    /// [`muster_rules::plan::Node::fingerprint`]
    pub fingerprint: String,
}

/// Bitmaps of conditions, within a limit of memory; the least recently used go first.
#[derive(Debug)]
pub struct Cache {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    results: HashMap<Key, Entry>,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    people: Arc<RoaringBitmap>,
    bytes: usize,
    used: u64,
}

impl Cache {
    /// A cache that keeps at most about `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Cache { limit, kept: Mutex::default() }
    }

    /// The result kept under a key.
    pub fn get(&self, key: &Key) -> Option<Arc<RoaringBitmap>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let now = kept.clock;
        let entry = kept.results.get_mut(key)?;
        entry.used = now;
        Some(Arc::clone(&entry.people))
    }

    /// Keeps a result; drops older ones, and those of other generations first, where there is no room. One larger than the limit is not kept.
    pub fn put(&self, key: Key, people: Arc<RoaringBitmap>) {
        let bytes = people.serialized_size() + key.fingerprint.len() + 128;
        if bytes > self.limit {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let used = kept.clock;
        let generation = key.generation;
        if let Some(old) = kept.results.insert(key, Entry { people, bytes, used }) {
            kept.bytes -= old.bytes;
        }
        kept.bytes += bytes;
        while kept.bytes > self.limit {
            let oldest =
                kept.results.iter().min_by_key(|(key, entry)| (key.generation == generation, entry.used)).map(|(key, _)| key.clone());
            let Some(entry) = oldest.and_then(|key| kept.results.remove(&key)) else { break };
            kept.bytes -= entry.bytes;
        }
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }

    /// How many results are kept.
    pub fn len(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).results.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn key(generation: u64, name: &str) -> Key {
        Key { generation, zone: "UTC", fingerprint: name.to_owned() }
    }

    fn people(n: u32) -> Arc<RoaringBitmap> {
        Arc::new((0..n).map(|i| i * 3).collect())
    }

    #[test]
    fn the_limit_holds_and_the_least_used_go_first() {
        let one = people(1000).serialized_size() + 1 + 128;
        let cache = Cache::new(3 * one);
        for name in ["a", "b", "c"] {
            cache.put(key(1, name), people(1000));
        }
        assert!(cache.get(&key(1, "a")).is_some());
        cache.put(key(1, "d"), people(1000));
        assert_eq!(["a", "b", "c", "d"].map(|name| cache.get(&key(1, name)).is_some()), [true, false, true, true]);
        cache.put(key(2, "e"), people(1000));
        assert_eq!(cache.len(), 3);
        cache.put(key(2, "huge"), people(100_000));
        assert!(cache.get(&key(2, "huge")).is_none());
        assert!(cache.get(&key(2, "e")).is_some());
    }

    #[test]
    fn generations_and_zones_are_apart() {
        let cache = Cache::new(1 << 20);
        cache.put(key(1, "a"), people(5));
        assert!(cache.get(&key(2, "a")).is_none());
        assert!(cache.get(&Key { zone: "Europe/Berlin", ..key(1, "a") }).is_none());
    }
}
