//! The searching half: takes a snapshot and a place among the searches that may run at once.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::area::Area;
use super::columns::Snapshot;
use super::error::SearchError;
use super::evaluate::evaluate;
use super::index::{Fields, schema};
use super::order::{Order, Position, Window};
use super::term::{Concept, Target};
use crate::domain::distance::Distance;

/// Searches that run at once; each holds a thread.
const AT_ONCE: usize = 8;

/// The longest a search may take, its wait for a place included.
const LONGEST: Duration = Duration::from_secs(5);

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub target: Target,
    /// Any of these; `None` is anybody, an empty list is nobody.
    pub concepts: Option<Vec<Concept>>,
    pub area: Option<Area>,
    pub order: Order,
    pub window: Window,
}

/// One thing found, once, with the best place to meet it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub position: Position,
    /// The role to go to: the nearest one at which the need is met.
    pub role: Option<i64>,
    pub distance: Option<Distance>,
}

/// A page of what was found, in order.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// All that meet the query, on every page.
    pub total: u64,
    /// Those within the radius that only a border keeps out.
    pub beyond_border: u64,
    /// Those on the other side of where the page begins.
    pub outside: u64,
    /// Whether there are more, in the direction of the page.
    pub more: bool,
}

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

    /// Looks for what meets the query.
    pub async fn find(&self, query: Query) -> Result<Hits, SearchError> {
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        let deadline = Instant::now() + LONGEST;
        let place = tokio::time::timeout(LONGEST, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| SearchError::Overloaded)?
            .map_err(|_| SearchError::Stopped)?;
        let fields = self.fields;
        tokio::task::spawn_blocking(move || {
            let hits = evaluate(&snapshot, fields, &query, deadline);
            drop(place);
            hits
        })
        .await
        .map_err(|_| SearchError::Stopped)?
    }
}
