//! Reading the change table from where a reader stands.

use std::time::Duration;

use super::Change;
use crate::store::{Database, StoreError, change};

/// How often a waiting reader looks: half the bound on how old a served row may be.
const EVERY: Duration = Duration::from_millis(125);

/// Changes taken in one look.
const AT_ONCE: u64 = 200;

/// A reader of the change table. Each keeper of a copy has its own.
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
        change::after(self.db.reader(), self.seq, AT_ONCE).await
    }

    /// Waits until something has been committed.
    pub async fn next(&self) -> Result<Vec<Change>, StoreError> {
        loop {
            let changes = self.poll().await?;
            if !changes.is_empty() {
                return Ok(changes);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Notes that everything up to `seq` has been taken in.
    pub fn seen(&mut self, seq: i64) {
        self.seq = seq;
    }
}
