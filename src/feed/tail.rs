//! Reading the change table from where a reader stands.

use super::Change;
use crate::store::{Database, StoreError, change};

/// Changes taken in one look.
pub(super) const AT_ONCE: u64 = 200;

/// A reader of the change table. Each keeper of a copy that must see every change has its own.
pub struct Tail {
    db: Database,
    seq: i64,
}

impl Tail {
    /// A reader that has seen everything up to `seq`.
    pub fn new(db: Database, seq: i64) -> Self {
        Tail { db, seq }
    }

    /// What has been committed since, oldest first; empty when nothing has.
    ///
    /// What is given is taken as seen once [`Tail::seen`] says so: a reader that fails half-way
    /// asks again and gets the same.
    pub async fn poll(&self) -> Result<Vec<Change>, StoreError> {
        change::after(self.db.feed(), self.seq, AT_ONCE).await
    }

    /// The last change that was taken in.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Notes that everything up to `seq` has been taken in.
    pub fn seen(&mut self, seq: i64) {
        self.seq = seq;
    }
}
