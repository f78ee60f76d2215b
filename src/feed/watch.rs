//! The one task of a process that looks for changes.

use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::applied::{Applied, ROWS_BOUND};
use super::tail::{AT_ONCE, Tail};
use crate::store::change::Kept;
use crate::store::{Database, StoreError, change, notice};

/// How often it looks when nobody wakes it: well within the bound, so that a look may be late.
const EVERY: Duration = Duration::from_millis(100);

/// The least time between two looks, however many wake it: one look takes in what has gathered.
const LEAST: Duration = Duration::from_millis(4);

/// How often old changes are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// The longest a look may take.
const LONGEST: Duration = Duration::from_secs(2);

/// Looks for changes and tells [`Applied`].
pub struct Watch {
    db: Database,
    tail: Tail,
    applied: Applied,
}

impl Watch {
    /// Stands at the newest change; what was read before is nobody's copy yet.
    pub async fn start(db: Database) -> Result<Self, StoreError> {
        Self::start_with(db, ROWS_BOUND).await
    }

    /// With another bound on the age of what is served.
    pub async fn start_with(db: Database, bound: Duration) -> Result<Self, StoreError> {
        let seq = change::latest(db.feed()).await?;
        Ok(Watch {
            tail: Tail::new(db.clone(), seq),
            applied: Applied::new(seq, bound),
            db,
        })
    }

    /// Where it tells what it learns.
    pub fn applied(&self) -> &Applied {
        &self.applied
    }

    /// Takes in everything that has been committed before the call.
    pub async fn catch_up(&mut self) -> Result<(), StoreError> {
        loop {
            let began = Instant::now();
            let changes = self.tail.poll().await?;
            self.applied.apply(&changes);
            if let Some(last) = changes.last() {
                self.tail.seen(last.seq);
            }
            if (changes.len() as u64) < AT_ONCE {
                self.applied.confirm(began);
                return Ok(());
            }
        }
    }

    /// Looks until the process ends. While the database does not answer, nothing is certain, and
    /// no copy is served.
    pub async fn run(self) {
        let wake = Notify::new();
        let db = self.db.clone();
        tokio::join!(self.look(&wake), notice::tell(&db, &wake), forget_old(&db));
    }

    async fn look(mut self, wake: &Notify) {
        let mut failing = false;
        loop {
            let began = tokio::time::Instant::now();
            match tokio::time::timeout(LONGEST, self.catch_up()).await {
                Ok(Ok(())) if failing => {
                    failing = false;
                    tracing::info!("changes are seen again");
                }
                Ok(Ok(())) => {}
                // Told once an outage, not ten times a second.
                Ok(Err(_)) | Err(_) if failing => {}
                Ok(Err(error)) => {
                    failing = true;
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "changes cannot be seen, so nothing is served from memory"
                    );
                }
                Err(_) => {
                    failing = true;
                    tracing::error!(
                        "changes were not told in time, so nothing is served from memory"
                    );
                }
            }
            tokio::time::sleep_until(began + LEAST).await;
            tokio::select! {
                () = tokio::time::sleep_until(began + EVERY) => {}
                () = wake.notified() => {}
                () = self.applied.nudged() => {}
            }
        }
    }
}

/// Keeps the change table from growing without end.
async fn forget_old(db: &Database) {
    loop {
        match change::prune(db, Kept::DEFAULT).await {
            // There may be more: a statement takes a bounded part.
            Ok(gone) if gone > 0 => tracing::debug!(gone, "old changes are forgotten"),
            Ok(_) => tokio::time::sleep(FORGET_EVERY).await,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "old changes cannot be forgotten"
                );
                tokio::time::sleep(FORGET_EVERY).await;
            }
        }
    }
}
