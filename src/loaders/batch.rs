//! The `dataloader` crate, held so that its sharp edges do not show.
//!
//! It batches without a timer: keys asked for while other futures are polled go out together.

use std::collections::HashMap;
use std::fmt::Debug;
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use dataloader::BatchFn;
use dataloader::cached::Loader;

use super::Loaded;
use crate::store::{Database, StoreError};

/// Why a key has no answer; shared, because a failed batch fails every key in it.
pub type LoadError = Arc<StoreError>;

/// The most keys in one statement. The crate's own cap of 200 would split a page of 100 edges with
/// several roles each into queries one after the other.
const KEYS_AT_ONCE: usize = 10_000;

/// A read of many keys in one statement.
pub trait Batch: Send + Sync + 'static {
    type Key: Clone + Eq + Hash + Debug + Send + Sync;
    type Value: Send + Sync;

    /// The values of the keys; a key that has none may be left out.
    fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, StoreError>> + Send;
}

/// A loader for one kind of read, alive for one request.
pub struct Batches<B: Batch>(Loader<B::Key, Loaded<B::Value>, Read<B>>);

/// The batch function that the crate calls.
pub struct Read<B> {
    db: Database,
    kind: std::marker::PhantomData<fn() -> B>,
}

impl<B: Batch> Batches<B> {
    pub(super) fn new(db: &Database) -> Self {
        let read = Read {
            db: db.clone(),
            kind: std::marker::PhantomData,
        };
        Batches(
            Loader::new(read)
                .with_yield_count(2)
                .with_max_batch_size(KEYS_AT_ONCE),
        )
    }

    /// The value of a key, read together with the keys that others ask for at the same time.
    pub async fn load(&self, key: B::Key) -> Loaded<B::Value> {
        // No answer for a key means that the future which drove the batch was dropped half-way,
        // as a failing sibling does to it. The key is then asked for once more.
        for _ in 0..2 {
            if let Ok(loaded) = self.0.try_load(key.clone()).await {
                return loaded;
            }
        }
        Err(Arc::new(StoreError::Abandoned))
    }
}

impl<B: Batch> BatchFn<B::Key, Loaded<B::Value>> for Read<B> {
    async fn load(&mut self, keys: &[B::Key]) -> HashMap<B::Key, Loaded<B::Value>> {
        // Every key gets an answer: the crate loses a key that is left out.
        match B::read(&self.db, keys).await {
            Ok(mut values) => keys
                .iter()
                .map(|key| (key.clone(), Ok(values.remove(key).map(Arc::new))))
                .collect(),
            Err(error) => {
                let error = Arc::new(error);
                keys.iter()
                    .map(|key| (key.clone(), Err(Arc::clone(&error))))
                    .collect()
            }
        }
    }
}
