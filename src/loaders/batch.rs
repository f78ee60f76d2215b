//! What a batched read is, and what it gives.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use crate::feed::{Depends, Kinds};
use crate::store::{Database, StoreError};

/// Why a key has no answer; shared, because a failed batch fails every key in it.
pub type LoadError = Arc<StoreError>;

/// What a loader gives: the value if there is one, shared by all who asked for the key.
pub type Loaded<V> = Result<Option<Arc<V>>, LoadError>;

/// A read of many keys in one statement. It depends on nothing but its keys, so that callers may
/// share what it gives.
pub trait Batch: Send + Sync + 'static {
    type Key: Clone + Eq + Hash + Debug + Send + Sync;
    type Value: Debug + Send + Sync;

    /// How much of the memory for values this read may fill.
    const ROOM: Room;

    /// The records on which the answer for a key rests.
    fn depends(key: &Self::Key, value: Option<&Self::Value>) -> Vec<Depends>;

    /// The values of the keys; a key that has none may be left out.
    fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, StoreError>> + Send;
}

/// A share of the memory for values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// A small table: its rows are never pushed out by those of a large one.
    Small,
    /// So many thousandths of the memory.
    Share(u16),
}

/// The answer for one key, with what it rests on.
#[derive(Debug)]
pub struct Entry<V> {
    pub value: Option<Arc<V>>,
    pub depends: Box<[Depends]>,
    pub kinds: Kinds,
    /// The last change that was known before it was read.
    pub seq: i64,
}

impl<V: Debug> Entry<V> {
    /// Estimated bytes in memory: the value as long as its text, since rows are mostly text.
    pub fn weight(&self) -> u32 {
        const OVERHEAD: usize = 200;
        let mut text = Length(0);
        // The counter takes any text.
        let _ = write!(text, "{:?}", self.value);
        let depends = size_of_val(&*self.depends);
        u32::try_from(OVERHEAD + depends + text.0).unwrap_or(u32::MAX)
    }
}

/// Counts what is written to it.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
