//! What can go wrong between a question and its ids.

use crate::domain::distance::InvalidPoint;
use crate::store::StoreError;
use crate::store::entity::place;

/// A search that gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index is still being built")]
    NotReady,
    #[error("too many searches are waiting")]
    Overloaded,
    #[error("the search ran past its deadline")]
    TimedOut,
    #[error("the place is not one we can search around")]
    Place(PlaceProblem),
    #[error("another process serves from the data folder {0}")]
    Locked(String),
    #[error("there is no index of this database in {0}")]
    NoIndex(String),
    #[error("the index failed")]
    Index(#[from] tantivy::TantivyError),
    #[error("the index cannot be read")]
    Io(#[from] std::io::Error),
    #[error("the index and its schema differ: {0}")]
    Schema(&'static str),
    #[error("a search stopped before it answered")]
    Stopped,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a spot is not a place to search around; the caller's to mend.
#[derive(Debug)]
pub enum PlaceProblem {
    /// No place bears the name; these have a similar one.
    Unknown {
        name: String,
        similar: Vec<place::Model>,
    },
    /// Several places bear the name and none is much larger than the others.
    Ambiguous {
        name: String,
        candidates: Vec<place::Model>,
    },
    /// The id is of a place that is not there.
    Gone,
    Point(InvalidPoint),
}

impl From<PlaceProblem> for SearchError {
    fn from(problem: PlaceProblem) -> Self {
        SearchError::Place(problem)
    }
}
