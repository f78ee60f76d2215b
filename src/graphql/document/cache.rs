//! Validated documents by their text, within a bound of memory.
//!
//! Entries never go stale: they depend on the schema alone, and that lives as long as the process.
//! Refused documents are not kept, so that a flood of them cannot push out good ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache as Moka;

use super::admitted::Kept;

pub(super) struct Cache {
    entries: Moka<Arc<str>, Arc<Kept>>,
    hits: AtomicU64,
    misses: AtomicU64,
}

/// Counters since start, for metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheStats {
    pub hits: u64,
    /// Each of these cost a scan, and unless refused early a parse and a validation.
    pub misses: u64,
    pub documents: u64,
    /// Estimated.
    pub bytes: u64,
}

impl Cache {
    pub fn new(bytes: u64) -> Self {
        Self {
            entries: Moka::builder()
                .max_capacity(bytes)
                .weigher(|_, kept: &Arc<Kept>| kept.weight())
                .build(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    pub fn find(&self, text: &str) -> Option<Arc<Kept>> {
        let found = self.entries.get(text);
        let counter = if found.is_some() {
            &self.hits
        } else {
            &self.misses
        };
        counter.fetch_add(1, Ordering::Relaxed);
        found
    }

    pub fn keep(&self, kept: Arc<Kept>) {
        self.entries.insert(kept.text().clone(), kept);
    }

    pub fn stats(&self) -> CacheStats {
        self.entries.run_pending_tasks();
        CacheStats {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            documents: self.entries.entry_count(),
            bytes: self.entries.weighted_size(),
        }
    }
}
