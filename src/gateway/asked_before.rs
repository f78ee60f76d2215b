//! Bodies that were read before, by their exact bytes.
//!
//! What a body asks follows from its bytes and the schema, which lives as long as the process. So
//! one that asks again what was answered need not be read again; whether that answer still holds
//! is looked at all the same.

use std::sync::Arc;

use moka::sync::Cache;

use super::question::Asking;

/// What bodies ask. Cheap to clone.
#[derive(Clone)]
pub struct AskedBefore(Cache<Arc<[u8]>, Arc<Asking>>);

impl AskedBefore {
    /// With at most so many bytes.
    pub fn new(bytes: u64) -> Self {
        const OVERHEAD: usize = 200;
        let entries = Cache::builder().max_capacity(bytes).weigher(
            |body: &Arc<[u8]>, asking: &Arc<Asking>| {
                let weight = OVERHEAD + body.len() + asking.weight();
                u32::try_from(weight).unwrap_or(u32::MAX)
            },
        );
        AskedBefore(entries.build())
    }

    /// What the body asks, if it has been read before.
    pub fn find(&self, body: &[u8]) -> Option<Arc<Asking>> {
        self.0.get(body)
    }

    /// Only a body that passed every check may come here.
    pub fn keep(&self, body: &[u8], asking: &Arc<Asking>) {
        // Copied: what came in is a part of a connection's larger buffer.
        self.0.insert(body.into(), Arc::clone(asking));
    }
}
