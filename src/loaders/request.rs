//! The `dataloader` crate, held so that its sharp edges do not show: the loads of one request.
//!
//! It batches without a timer: keys asked for while other futures are polled go out together.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use dataloader::BatchFn;
use dataloader::cached::Loader;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, Ready, ready};

use super::batch::{Batch, Entry, LoadError, Loaded};
use super::relation::Relation;
use super::{Current, Locals};
use crate::feed::Basis;
use crate::store::StoreError;

/// The most keys that one request sends on at once. The crate's own cap of 200 would split a page
/// of 100 edges with several roles each into batches one after the other.
const KEYS_AT_ONCE: usize = 10_000;

/// What one request has loaded of one kind, made when it is first needed.
pub(super) type Local<B> = OnceLock<
    Loader<<B as Batch>::Key, Result<Arc<Entry<<B as Batch>::Value>>, LoadError>, Onward<B>>,
>;

/// Loads of one kind for one request.
pub struct Batches<'a, B: Batch> {
    pub(super) relation: &'a Arc<Relation<B>>,
    pub(super) locals: &'a Current,
    /// Where among them this kind is.
    pub(super) pick: fn(&Locals) -> &Local<B>,
    pub(super) basis: &'a Arc<Basis>,
}

impl<B: Batch> Clone for Batches<'_, B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B: Batch> Copy for Batches<'_, B> {}

/// The batch function that the crate calls.
pub struct Onward<B: Batch> {
    relation: Arc<Relation<B>>,
    basis: Arc<Basis>,
}

/// A value that is there already, or a read.
///
/// The read is boxed so that a resolver's future does not hold all of it: that it may be sent
/// between threads is shown here, once, and not in every resolver.
pub type Load<'a, V> = Either<Ready<Loaded<V>>, BoxFuture<'a, Loaded<V>>>;

impl<'a, B: Batch> Batches<'a, B> {
    /// The value of a key: from memory, or read together with the keys that others ask for at the
    /// same time.
    pub fn load(self, key: B::Key) -> Load<'a, B::Value> {
        match self.relation.kept(&key) {
            Some(entry) => Either::Left(ready(Ok(self.noted(&entry)))),
            None => Either::Right(self.read(key).boxed()),
        }
    }

    async fn read(self, key: B::Key) -> Loaded<B::Value> {
        let locals = self.locals.now();
        let loader = (self.pick)(super::Sealed::get(&*locals)).get_or_init(|| {
            Loader::new(Onward {
                relation: Arc::clone(self.relation),
                basis: Arc::clone(self.basis),
            })
            .with_yield_count(2)
            .with_max_batch_size(KEYS_AT_ONCE)
        });
        // No answer for a key means that the future which drove the batch was dropped half-way,
        // as a failing sibling does to it. The key is then asked for once more.
        for _ in 0..2 {
            if let Ok(loaded) = loader.try_load(key.clone()).await {
                return loaded.map(|entry| self.noted(&entry));
            }
        }
        Err(Arc::new(StoreError::Abandoned))
    }

    fn noted(&self, entry: &Entry<B::Value>) -> Option<Arc<B::Value>> {
        self.basis.note(entry.kinds);
        entry.value.clone()
    }
}

impl<B: Batch> BatchFn<B::Key, Result<Arc<Entry<B::Value>>, LoadError>> for Onward<B> {
    async fn load(
        &mut self,
        keys: &[B::Key],
    ) -> HashMap<B::Key, Result<Arc<Entry<B::Value>>, LoadError>> {
        // Every key gets an answer: the crate loses a key that is left out.
        self.basis.batch();
        let told = self.relation.load(keys).await;
        self.basis.took(told.statements);
        keys.iter()
            .map(|key| {
                let answer = match &told.answers {
                    Ok(answers) => answers
                        .get(key)
                        .cloned()
                        .ok_or_else(|| Arc::new(StoreError::Abandoned)),
                    Err(error) => Err(Arc::clone(error)),
                };
                (key.clone(), answer)
            })
            .collect()
    }
}
