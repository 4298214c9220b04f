//! Telling events that are already there from those that are not, without an index over them.
//!
//! Every event has a 128-bit hash of what makes it that event. Hashes are spread over buckets by their first bits; a bucket is looked at
//! whole, in memory, and those that grow too large wait in files. Of the events in the workspace only those that may be equal to an
//! incoming one are hashed. Two different events of one hash: with a hundred million events once in 10^22 imports.

use crate::error::StoreError;
use muster_rules::time::Millis;
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hasher};
use std::io::{Read, Seek, Write};
use std::path::Path;

const BUCKETS: usize = 64;

/// Bytes that a bucket holds in memory.
const FULL: usize = 256 << 10;

/// A hash and a row: 16 + 8 bytes.
const RECORD: usize = 24;

/// Bits of the filter over incoming events (16 MB): at 20 million of them it lets one other event in fifteen through.
const FILTER_BITS: u64 = 1 << 27;

/// What makes an event that event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event<'e> {
    pub(super) user_no: u32,
    pub(super) name_no: u32,
    pub(super) time: Millis,
    pub(super) event_id: Option<&'e str>,
    /// `None` for `{}`.
    pub(super) properties: Option<&'e str>,
}

impl<'e> Event<'e> {
    /// A row of a custom table without key, which is told apart as an event without id is: by all that it holds.
    pub(super) fn of_row(table_no: u32, content: &'e str) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(content.as_bytes());
        // The filter looks at the time: with the content there it lets other rows of the table out.
        let time = hasher.finish().cast_signed();
        Event { user_no: table_no, name_no: 0, time, event_id: None, properties: Some(content) }
    }

    /// Of user, name and time: what every pair of equal events shares.
    fn coarse(&self, hasher: &mut DefaultHasher) {
        hasher.write_u32(self.user_no);
        hasher.write_u32(self.name_no);
        hasher.write_i64(self.time);
    }

    fn hash(&self, salt: u8) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(salt);
        self.coarse(&mut hasher);
        // An event with an id and one without are never the same.
        match (self.event_id, self.properties) {
            (Some(id), _) => {
                hasher.write_u8(1);
                hasher.write(id.as_bytes());
            }
            (None, Some(properties)) => {
                hasher.write_u8(2);
                hasher.write(properties.as_bytes());
            }
            (None, None) => hasher.write_u8(3),
        }
        hasher.finish()
    }
}

/// Which events came in, and which of the workspace may be equal to them.
#[derive(Debug)]
pub(super) struct Seen {
    incoming: Buckets,
    held: Buckets,
    filter: Option<Box<[u64]>>,
    /// The earliest and the latest incoming event.
    pub(super) span: Option<(Millis, Millis)>,
}

impl Seen {
    /// `has_events`: whether the workspace has any to compare with.
    pub(super) fn new(has_events: bool) -> Self {
        let filter = has_events.then(|| vec![0; (FILTER_BITS / 64) as usize].into_boxed_slice());
        Seen { incoming: Buckets::default(), held: Buckets::default(), filter, span: None }
    }

    /// Notes an incoming event.
    pub(super) fn incoming(&mut self, seq: u32, event: &Event<'_>) -> Result<(), StoreError> {
        self.span = Some(self.span.map_or((event.time, event.time), |(first, last)| (first.min(event.time), last.max(event.time))));
        if let Some(filter) = &mut self.filter {
            for bit in places(event) {
                filter[(bit / 64) as usize] |= 1 << (bit % 64);
            }
        }
        self.incoming.put(event, u64::from(seq) << 1 | u64::from(event.event_id.is_some()))
    }

    /// Whether there are events to compare with.
    pub(super) fn compares(&self) -> bool {
        self.filter.is_some()
    }

    /// Notes an event of the workspace, if it may be equal to an incoming one.
    pub(super) fn held(&mut self, event: &Event<'_>) -> Result<(), StoreError> {
        let Some(filter) = &self.filter else { return Ok(()) };
        if places(event).iter().all(|bit| filter[(bit / 64) as usize] & (1 << (bit % 64)) != 0) {
            self.held.put(event, 0)?;
        }
        Ok(())
    }

    /// The incoming rows that are there already.
    ///
    /// With an id the first to arrive stands. Without one, of n equal rows in the file and m in the workspace there are max(n, m)
    /// afterwards: the file's first m count as those of the workspace.
    pub(super) fn duplicates(&mut self) -> Result<RoaringBitmap, StoreError> {
        let mut duplicates = RoaringBitmap::new();
        for bucket in 0..BUCKETS {
            let mut held: HashMap<u128, u64> = HashMap::new();
            self.held.take(bucket, |hash, _| *held.entry(hash).or_default() += 1)?;
            let mut ids: HashMap<u128, ()> = HashMap::new();
            self.incoming.take(bucket, |hash, row| {
                let is_there = match held.get_mut(&hash) {
                    Some(left) if row & 1 == 1 || *left > 0 => {
                        *left = left.saturating_sub(1);
                        true
                    }
                    _ => row & 1 == 1 && ids.insert(hash, ()).is_some(),
                };
                if is_there {
                    duplicates.insert((row >> 1) as u32);
                }
            })?;
        }
        Ok(duplicates)
    }
}

/// The two bits of the filter that an event sets.
fn places(event: &Event<'_>) -> [u64; 2] {
    let mut hasher = DefaultHasher::new();
    event.coarse(&mut hasher);
    let hash = hasher.finish();
    [hash % FILTER_BITS, (hash >> 32) % FILTER_BITS]
}

/// Records by the first bits of their hash, in the order in which they came.
#[derive(Debug)]
struct Buckets {
    buckets: Vec<Bucket>,
}

#[derive(Debug, Default)]
struct Bucket {
    tail: Vec<u8>,
    file: Option<File>,
}

impl Default for Buckets {
    fn default() -> Self {
        Buckets { buckets: (0..BUCKETS).map(|_| Bucket::default()).collect() }
    }
}

impl Buckets {
    fn put(&mut self, event: &Event<'_>, row: u64) -> Result<(), StoreError> {
        let high = event.hash(0);
        let bucket = &mut self.buckets[(high >> 58) as usize];
        bucket.tail.extend_from_slice(&high.to_le_bytes());
        bucket.tail.extend_from_slice(&event.hash(1).to_le_bytes());
        bucket.tail.extend_from_slice(&row.to_le_bytes());
        if bucket.tail.len() >= FULL {
            bucket.spill().map_err(no_room)?;
        }
        Ok(())
    }

    /// Empties a bucket, the first record first.
    fn take(&mut self, at: usize, mut visit: impl FnMut(u128, u64)) -> Result<(), StoreError> {
        let bucket = std::mem::take(&mut self.buckets[at]);
        let mut bytes = Vec::new();
        if let Some(mut file) = bucket.file {
            file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(no_room)?;
        }
        bytes.extend_from_slice(&bucket.tail);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        for record in bytes.chunks_exact(RECORD) {
            let hash = u128::from(number(&record[..8])) << 64 | u128::from(number(&record[8..16]));
            visit(hash, number(&record[16..]));
        }
        Ok(())
    }
}

impl Bucket {
    fn spill(&mut self) -> std::io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            // Has no name: it is gone when the program is.
            None => tempfile::tempfile()?,
        };
        file.write_all(&self.tail)?;
        self.tail.clear();
        self.file = Some(file);
        Ok(())
    }
}

fn no_room(error: std::io::Error) -> StoreError {
    StoreError::file(Path::new(&std::env::temp_dir()), error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn event<'e>(time: Millis, id: Option<&'e str>, properties: Option<&'e str>) -> Event<'e> {
        Event { user_no: 1, name_no: 1, time, event_id: id, properties }
    }

    fn duplicates(held: &[Event<'_>], incoming: &[Event<'_>]) -> Vec<u32> {
        let mut seen = Seen::new(!held.is_empty());
        for (seq, event) in incoming.iter().enumerate() {
            seen.incoming(seq as u32, event).unwrap();
        }
        for event in held {
            seen.held(event).unwrap();
        }
        seen.duplicates().unwrap().iter().collect()
    }

    #[test]
    fn which_rows_are_there_already() {
        let a = event(1, None, Some("{\"x\":1}"));
        let b = event(1, None, None);
        let i = event(1, Some("i"), Some("{\"x\":1}"));
        let j = event(1, Some("i"), Some("{\"x\":2}"));
        let late = event(2, Some("i"), None);
        let cases: &[(&[Event<'_>], &[Event<'_>], &[u32])] = &[
            (&[], &[a, a, b], &[]),
            (&[a], &[a, a, b], &[0]),
            (&[a, a, a], &[a, a], &[0, 1]),
            (&[b], &[a], &[]),
            (&[], &[i, j, late], &[1]),
            (&[i], &[j, j, late], &[0, 1]),
            (&[a], &[i], &[]),
            (&[i], &[a], &[]),
            (&[i, i], &[i], &[0]),
        ];
        for (at, (held, incoming, want)) in cases.iter().enumerate() {
            assert_eq!(duplicates(held, incoming), *want, "case {at}");
        }
    }

    #[test]
    fn buckets_that_wait_in_files_keep_their_order() {
        let events: Vec<Event<'_>> = (0..60_000).map(|n| event(n % 3, None, None)).collect();
        let held = &events[..30_000];
        let found = duplicates(held, &events);
        assert_eq!(found.len(), 30_000);
        assert_eq!(found, (0..30_000).collect::<Vec<u32>>());
    }
}
