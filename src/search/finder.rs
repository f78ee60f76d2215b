//! The searching half: takes a snapshot and a place among the searches that may run at once.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::columns::Snapshot;
use super::error::SearchError;
use super::evaluate::evaluate;
use super::index::{Fields, schema};
use super::query::{Hits, Query};

/// Searches that run at once; each holds a thread.
const AT_ONCE: usize = 8;

/// The longest a search may take, its wait for a place included.
const LONGEST: Duration = Duration::from_secs(5);

/// The index, to be asked. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Search {
    snapshot: Arc<RwLock<Option<Arc<Snapshot>>>>,
    places: Arc<Semaphore>,
    fields: Fields,
}

impl Default for Search {
    /// An index that is still to be built: it answers once a `Follower` has.
    fn default() -> Self {
        Search {
            snapshot: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            fields: schema().1,
        }
    }
}

impl Search {
    pub(super) fn publish(&self, snapshot: Snapshot) {
        let mut held = self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Some(Arc::new(snapshot));
    }

    /// The last change that searches see; `None` while the index is being built.
    pub fn seq(&self) -> Option<i64> {
        self.current().map(|snapshot| snapshot.mark.seq)
    }

    fn current(&self) -> Option<Arc<Snapshot>> {
        self.snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Looks for what meets the query, and says which change is the last that it knew of.
    pub async fn find(&self, query: Query) -> Result<(Hits, i64), SearchError> {
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        let seq = snapshot.mark.seq;
        let deadline = Instant::now() + LONGEST;
        let place = tokio::time::timeout(LONGEST, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| SearchError::Overloaded)?
            .map_err(|_| SearchError::Stopped)?;
        let fields = self.fields;
        let hits = tokio::task::spawn_blocking(move || {
            let hits = evaluate(&snapshot, fields, &query, deadline);
            drop(place);
            hits
        })
        .await
        .map_err(|_| SearchError::Stopped)??;
        Ok((hits, seq))
    }
}
