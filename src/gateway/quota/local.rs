//! Buckets in the memory of one gateway.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::sync::Cache;

use super::bucket::{Bucket, Size};
use super::{Account, Exhausted, FILLS_IN};
use crate::graphql::Quota;

/// Callers who are remembered at once. One who is forgotten has a full bucket again, as has one
/// who stayed away for a minute.
const MOST: u64 = 100_000;

#[derive(Clone)]
pub struct Local {
    buckets: Cache<Account, Arc<Mutex<Bucket>>>,
    began: Instant,
}

impl Default for Local {
    fn default() -> Self {
        Local {
            buckets: Cache::builder()
                .max_capacity(MOST)
                .time_to_idle(FILLS_IN)
                .build(),
            began: Instant::now(),
        }
    }
}

impl Local {
    pub fn take(&self, account: &Account, size: Size, cost: u64) -> Result<Quota, Exhausted> {
        self.with(account, size, |bucket, now| bucket.take(size, cost, now))
    }

    pub fn give_back(&self, account: &Account, size: Size, cost: u64) -> Quota {
        self.with(account, size, |bucket, now| {
            bucket.give_back(size, cost, now)
        })
    }

    fn with<T>(
        &self,
        account: &Account,
        size: Size,
        act: impl FnOnce(&mut Bucket, Duration) -> T,
    ) -> T {
        let now = self.began.elapsed();
        let bucket = match self.buckets.get(account) {
            Some(bucket) => bucket,
            None => self
                .buckets
                .get_with_by_ref(account, || Arc::new(Mutex::new(Bucket::full(size, now)))),
        };
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut bucket, now)
    }
}
