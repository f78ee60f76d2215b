//! Answers kept for the whole process, in front of everything else that loads.
//!
//! Nothing is ever removed because of a change: an answer is looked at before it is given, and one
//! that no longer holds is as good as none. `feed::Applied` says why that cannot serve the past.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;

use super::batch::{Batch, Entry, Room};
use crate::feed::Applied;

/// The most entries of a small table; their tables have some thousand rows.
const SMALL: u64 = 20_000;

/// The answers of one kind of read.
pub struct EntityCache<B: Batch> {
    entries: Cache<B::Key, Arc<Entry<B::Value>>>,
    applied: Applied,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheStats {
    pub hits: u64,
    pub misses: u64,
    pub entries: u64,
    /// Estimated; a small table's entries count as one each.
    pub weight: u64,
}

impl<B: Batch> EntityCache<B> {
    /// With its share of `bytes`; `None` when there are none.
    pub fn new(applied: Applied, bytes: u64) -> Option<Self> {
        if bytes == 0 {
            return None;
        }
        let builder = Cache::builder();
        let entries = match B::ROOM {
            Room::Small => builder.max_capacity(SMALL),
            Room::Share(share) => builder
                .max_capacity(bytes / 1_000 * u64::from(share))
                .weigher(|_, entry: &Arc<Entry<B::Value>>| entry.weight()),
        };
        Some(EntityCache {
            entries: entries.build(),
            applied,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        })
    }

    /// The answer, if it is here and holds.
    pub fn find(&self, key: &B::Key) -> Option<Arc<Entry<B::Value>>> {
        let found = self.entries.get(key).filter(|entry| {
            self.applied.is_certain() && self.applied.holds(&entry.depends, entry.seq)
        });
        let counter = match found {
            Some(_) => &self.hits,
            None => &self.misses,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    pub fn keep(&self, key: B::Key, entry: Arc<Entry<B::Value>>) {
        self.entries.insert(key, entry);
    }

    pub fn stats(&self) -> CacheStats {
        self.entries.run_pending_tasks();
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            entries: self.entries.entry_count(),
            weight: self.entries.weighted_size(),
        }
    }
}
