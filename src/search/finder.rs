//! The searching half: takes a snapshot and a place among the searches that may run at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::columns::Snapshot;
use super::error::SearchError;
use super::evaluate::evaluate;
use super::facet::{self, Facet, FacetField};
use super::index::{Fields, schema};
use super::known::Lexicon;
use super::ladder::{self, Rung};
use super::name_guesses::Dictionaries;
use super::order::{Order, Window};
use super::pack;
use super::query::{Hit, Hits, Query};
use crate::domain::distance::{Distance, FARTHEST_KM};
use crate::domain::region::Region;

/// How long a search may hold the thread of whoever asks. Most take less, and a change of threads
/// there and back costs about as much as they do.
const ON_THE_SPOT: Duration = Duration::from_micros(200);

/// Longer searches that run at once; each holds a thread.
const AT_ONCE: usize = 8;

/// The longest a search may take, its wait for a place included.
const LONGEST: Duration = Duration::from_secs(5);

/// Circles in which the nearest of all is looked for, in kilometres, each as far as it takes.
const RINGS_KM: [f64; 5] = [25.0, 100.0, 400.0, 1_600.0, FARTHEST_KM];

/// The index, to be asked. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Search {
    state: Arc<RwLock<State>>,
    pub(super) dictionaries: Arc<Dictionaries>,
    places: Arc<Semaphore>,
    fields: Fields,
}

#[derive(Default)]
struct State {
    snapshot: Option<Arc<Snapshot>>,
    built: Progress,
    /// With the last change that it holds.
    lexicon: Option<(Lexicon, i64)>,
}

/// How far the building of an index has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub of: u64,
}

/// How far a search may go beyond what was asked for.
#[derive(Clone, Debug, Default)]
pub enum Widening {
    /// Not at all.
    #[default]
    No,
    /// Up the ladder as far as it takes; the region is that of the centre.
    Up(Option<Region>),
    /// To the rung to which an earlier page of the same list went.
    To(Rung, Option<Region>),
}

/// What was found, where, and in which state of the index. Asking more about it asks that state.
#[derive(Clone)]
pub struct Found {
    pub hits: Hits,
    /// The last change that the index knew of.
    pub seq: i64,
    /// The rung at which it was found.
    pub rung: Rung,
    /// What was asked in the end.
    pub query: Query,
    snapshot: Arc<Snapshot>,
}

/// An index in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexSize {
    /// The last change that it holds.
    pub seq: i64,
    /// Of every kind of node that is searched for.
    pub documents: u64,
    pub segments: usize,
}

impl Default for Search {
    /// An index that is still to be built: it answers once a `Follower` has.
    fn default() -> Self {
        Search {
            state: Arc::default(),
            dictionaries: Arc::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            fields: schema().1,
        }
    }
}

impl Search {
    pub(super) fn publish(
        &self,
        searcher: tantivy::Searcher,
        mark: super::index::Mark,
    ) -> Result<(), SearchError> {
        let before = self.current();
        let snapshot = Snapshot::new(searcher, mark, before.as_deref())?;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.snapshot = Some(Arc::new(snapshot));
        Ok(())
    }

    pub(super) fn built(&self, progress: Progress) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.built = progress;
    }

    /// How far the building has come; of meaning while [`Search::seq`] is `None`.
    pub fn progress(&self) -> Progress {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.built
    }

    pub(super) fn publish_lexicon(&self, lexicon: Lexicon, seq: i64) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.lexicon = Some((lexicon, seq));
    }

    /// Notes that nothing of the lexicon has changed up to `seq`.
    pub(super) fn lexicon_holds(&self, seq: i64) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = state.lexicon.as_mut() {
            *known = seq.max(*known);
        }
    }

    /// With the last change that it holds.
    pub(super) fn lexicon(&self) -> Result<(Lexicon, i64), SearchError> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.lexicon.clone().ok_or(SearchError::NotReady)
    }

    pub(super) fn fields(&self) -> Fields {
        self.fields
    }

    /// The last change that searches see; `None` while the index is being built.
    pub fn seq(&self) -> Option<i64> {
        self.current().map(|snapshot| snapshot.mark.seq)
    }

    /// How large the index is that searches see; `None` while it is being built.
    pub fn size(&self) -> Option<IndexSize> {
        self.current().map(|snapshot| IndexSize {
            seq: snapshot.mark.seq,
            documents: snapshot.searcher.num_docs(),
            segments: snapshot.searcher.segment_readers().len(),
        })
    }

    pub(super) fn current(&self) -> Option<Arc<Snapshot>> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.snapshot.clone()
    }

    /// Looks for what meets the query, in a wider area where nothing does and that is allowed.
    pub async fn find(&self, query: Query, widening: Widening) -> Result<Found, SearchError> {
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        let fields = self.fields;
        self.run(move |deadline| climb(&snapshot, fields, &query, &widening, deadline))
            .await
    }

    /// Counts the values of some facts among what was found, on all pages.
    pub async fn facets(
        &self,
        found: &Found,
        wanted: Vec<FacetField>,
    ) -> Result<Vec<Facet>, SearchError> {
        let (snapshot, query) = (Arc::clone(&found.snapshot), found.query.clone());
        let fields = self.fields;
        self.run(move |deadline| facet::count(&snapshot, fields, &query, &wanted, deadline))
            .await
    }

    /// The nearest that meets the query's need and filter, however far it is.
    pub async fn nearest(&self, found: &Found) -> Result<Option<Hit>, SearchError> {
        let Some(area) = found.query.area.clone() else {
            return Ok(None);
        };
        let snapshot = Arc::clone(&found.snapshot);
        let query = Query {
            order: Order::Distance,
            window: Window {
                size: 1,
                from: None,
                backward: false,
            },
            worths: Some(found.hits.worths.clone()),
            ..found.query.clone()
        };
        let fields = self.fields;
        self.run(move |deadline| {
            for km in RINGS_KM {
                let mut ring = area.clone();
                ring.reach = super::area::Reach::Circle;
                ring.within = Distance::from_km(km);
                let query = Query {
                    area: Some(ring),
                    ..query.clone()
                };
                let hits = evaluate(&snapshot, fields, &query, deadline)?;
                if let Some(hit) = hits.hits.into_iter().next() {
                    return Ok(Some(hit));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Runs a search on the spot where it is short, else from its beginning on a thread of its own.
    /// It has to look at its deadline often.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Fn(Instant) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let now = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| work(now + ON_THE_SPOT))) {
            Ok(Err(SearchError::TimedOut)) => {}
            Ok(answer) => return answer,
            Err(_panic) => return Err(SearchError::Stopped),
        }
        self.run_apart(work).await
    }

    /// Runs a search on a thread of its own, when there is a place for it.
    pub(super) async fn run_apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(Instant) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let deadline = Instant::now() + LONGEST;
        let place = tokio::time::timeout(LONGEST, Arc::clone(&self.places).acquire_owned())
            .await
            .map_err(|_| SearchError::Overloaded)?
            .map_err(|_| SearchError::Stopped)?;
        tokio::task::spawn_blocking(move || {
            let answer = work(deadline);
            drop(place);
            answer
        })
        .await
        .map_err(|_| SearchError::Stopped)?
    }
}

fn climb(
    snapshot: &Arc<Snapshot>,
    fields: Fields,
    query: &Query,
    widening: &Widening,
    deadline: Instant,
) -> Result<Found, SearchError> {
    let found = |query: Query, rung, hits: Hits| Found {
        hits,
        seq: snapshot.mark.seq,
        rung,
        query,
        snapshot: Arc::clone(snapshot),
    };
    let asked = query.area.clone();
    let (Some(area), Widening::Up(home) | Widening::To(_, home)) = (&asked, widening) else {
        let hits = evaluate(snapshot, fields, query, deadline)?;
        return Ok(found(query.clone(), Rung::Asked, hits));
    };
    let region = home.as_ref().map(pack::region);
    let at = |rung| Query {
        area: Some(ladder::at(area, region, rung)),
        ..query.clone()
    };
    if let Widening::To(rung, _) = widening {
        let query = at(*rung);
        let hits = evaluate(snapshot, fields, &query, deadline)?;
        return Ok(found(query, *rung, hits));
    }
    let hits = evaluate(snapshot, fields, query, deadline)?;
    if hits.total == 0 {
        for rung in ladder::above(area, region) {
            let query = at(rung);
            let wider = evaluate(snapshot, fields, &query, deadline)?;
            if wider.total > 0 {
                return Ok(found(query, rung, wider));
            }
        }
    }
    Ok(found(query.clone(), Rung::Asked, hits))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// A search that takes so long, and tells on which thread it ended.
    fn taking(long: Duration) -> impl Fn(Instant) -> Result<thread::ThreadId, SearchError> {
        move |deadline| match Instant::now() + long > deadline {
            true => Err(SearchError::TimedOut),
            false => Ok(thread::current().id()),
        }
    }

    #[tokio::test]
    async fn only_a_long_search_has_a_thread_of_its_own() {
        let search = Search::default();
        let here = thread::current().id();
        assert_eq!(search.run(taking(Duration::ZERO)).await.unwrap(), here);
        assert_ne!(search.run(taking(2 * ON_THE_SPOT)).await.unwrap(), here);
        let longest = search.run(taking(2 * LONGEST)).await;
        assert!(matches!(longest, Err(SearchError::TimedOut)), "{longest:?}");
        let defect = search.run(|_| -> Result<(), _> { panic!("a defect") });
        assert!(matches!(defect.await, Err(SearchError::Stopped)));
    }
}
