//! One kind of read for the whole process: what is kept of it, and the statements under way.
//!
//! The coalescer merges the keys of all requests. A batch takes the keys that have gathered when
//! its statement is about to begin: where no statement is under way that is some turns after the
//! first of them, so that whoever is ready to run may add its own; where as many are as may be, it
//! is when one of them ends. A key never joins a statement that has begun: that one may have read
//! before a write which the key's caller already knows of.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::oneshot;

use super::batch::{Batch, Entry, LoadError};
use super::entity_cache::EntityCache;
use crate::feed::{Applied, Depends};
use crate::store::{Database, StoreError, counted};

/// Statements of one kind under way at once.
const AT_ONCE: usize = 2;

/// How often others have their turn before a first batch takes its keys: a request that is ready
/// needs one to ask and two in the loaders' crate until its keys come here.
const TURNS: usize = 4;

/// The most keys in one statement.
const KEYS_AT_ONCE: usize = 10_000;

/// The longest a batch may take; the database's own limit on statements is shorter.
const LONGEST: Duration = Duration::from_secs(15);

/// The answers of one statement, by key.
pub(super) type Answers<B> = HashMap<<B as Batch>::Key, Arc<Entry<<B as Batch>::Value>>>;

/// What came of a statement, for everybody who waits for it.
pub(super) struct Told<B: Batch> {
    pub answers: Result<Arc<Answers<B>>, LoadError>,
    /// How many it was in the end: parts of several lists take one each.
    pub statements: u64,
}

impl<B: Batch> Clone for Told<B> {
    fn clone(&self) -> Self {
        Told {
            answers: self.answers.clone(),
            statements: self.statements,
        }
    }
}

/// One kind of read.
pub struct Relation<B: Batch> {
    db: Database,
    applied: Applied,
    pub(super) cache: Option<EntityCache<B>>,
    /// Whether requests share statements.
    merges: bool,
    state: Mutex<State<B>>,
}

struct State<B: Batch> {
    /// Tasks that run batches.
    running: usize,
    /// Whether one of them has not taken its first batch yet, and will take what gathers.
    starting: bool,
    waiting: VecDeque<Gathered<B>>,
}

/// Keys of one statement to come, and who waits for it.
struct Gathered<B: Batch> {
    keys: HashSet<B::Key>,
    tell: Vec<oneshot::Sender<Told<B>>>,
}

impl<B: Batch> Relation<B> {
    /// Keeps answers in its share of `cache_bytes`.
    pub(super) fn new(db: &Database, applied: &Applied, cache_bytes: u64, merges: bool) -> Self {
        Relation {
            db: db.clone(),
            applied: applied.clone(),
            cache: EntityCache::new(applied.clone(), cache_bytes),
            merges,
            state: Mutex::new(State {
                running: 0,
                starting: false,
                waiting: VecDeque::new(),
            }),
        }
    }

    /// The answer from memory, if it is there and holds.
    pub(super) fn kept(&self, key: &B::Key) -> Option<Arc<Entry<B::Value>>> {
        self.cache.as_ref()?.find(key)
    }

    /// The answers for the keys, each of which has one.
    pub(super) async fn load(self: &Arc<Self>, keys: &[B::Key]) -> Told<B> {
        if !self.merges {
            return self.read(keys.iter().cloned().collect()).await;
        }
        let (tell, told) = oneshot::channel();
        let start = {
            let mut state = self.state();
            state.gather(keys, tell);
            state.start()
        };
        if start {
            // A task of its own: a request that is given up takes nobody's statement with it.
            tokio::spawn(Arc::clone(self).run());
        }
        told.await.unwrap_or_else(|_| Told {
            answers: Err(Arc::new(StoreError::Abandoned)),
            statements: 0,
        })
    }

    /// Runs one batch after another until none waits.
    async fn run(self: Arc<Self>) {
        // What the requests that are ready ask for comes with the first batch.
        for _ in 0..TURNS {
            tokio::task::yield_now().await;
        }
        self.state().starting = false;
        while let Some(Gathered { keys, tell }) = self.next_batch() {
            let told = self.read(keys).await;
            for tell in tell {
                // Whoever gave up waiting is not told.
                let _ = tell.send(told.clone());
            }
        }
    }

    /// The batch to run now, or none: then the task that asks has ended.
    fn next_batch(&self) -> Option<Gathered<B>> {
        let mut state = self.state();
        let batch = state.waiting.pop_front();
        if batch.is_none() {
            state.running -= 1;
        }
        batch
    }

    async fn read(&self, keys: HashSet<B::Key>) -> Told<B> {
        let (answers, statements) = counted(self.answers(keys)).await;
        Told {
            answers,
            statements,
        }
    }

    async fn answers(&self, keys: HashSet<B::Key>) -> Result<Arc<Answers<B>>, LoadError> {
        let keys: Vec<B::Key> = keys.into_iter().collect();
        // Taken before the statement begins: a change that comes while it runs is later than this,
        // and the answer is not taken to hold beyond it.
        let seq = self.applied.seq();
        let read = AssertUnwindSafe(B::read(&self.db, &keys)).catch_unwind();
        let mut values = match tokio::time::timeout(LONGEST, read).await {
            Ok(Ok(Ok(values))) => values,
            Ok(Ok(Err(error))) => return Err(Arc::new(error)),
            Ok(Err(_panic)) => return Err(Arc::new(StoreError::Panicked)),
            Err(_) => return Err(Arc::new(StoreError::Slow(LONGEST))),
        };
        let mut answers = HashMap::with_capacity(keys.len());
        for key in keys {
            let value = values.remove(&key).map(Arc::new);
            let depends = B::depends(&key, value.as_deref());
            let entry = Arc::new(Entry {
                kinds: depends.iter().map(|one| Depends::kind(*one)).collect(),
                depends: depends.into(),
                value,
                seq,
            });
            if let Some(cache) = &self.cache {
                cache.keep(key.clone(), Arc::clone(&entry));
            }
            answers.insert(key, entry);
        }
        Ok(Arc::new(answers))
    }

    /// How many requests wait for a statement that has not begun.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.state()
            .waiting
            .iter()
            .map(|next| next.tell.len())
            .sum()
    }

    /// Never held while anything is waited for.
    fn state(&self) -> MutexGuard<'_, State<B>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: Batch> State<B> {
    fn gather(&mut self, keys: &[B::Key], tell: oneshot::Sender<Told<B>>) {
        let room = self
            .waiting
            .back()
            .is_some_and(|last| last.keys.len() + keys.len() <= KEYS_AT_ONCE);
        if !room {
            self.waiting.push_back(Gathered {
                keys: HashSet::new(),
                tell: Vec::new(),
            });
        }
        if let Some(last) = self.waiting.back_mut() {
            last.keys.extend(keys.iter().cloned());
            last.tell.push(tell);
        }
    }

    /// Whether a task is to begin for what has gathered; it is counted as running.
    fn start(&mut self) -> bool {
        if self.running >= AT_ONCE || self.starting {
            return false;
        }
        self.running += 1;
        self.starting = true;
        true
    }
}
