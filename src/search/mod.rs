//! Words and places in, ranked ids out.
//!
//! An index of our own beside the database, kept by the change feed. It holds ids and columns only:
//! rows come from the database by id. `search` never sees HTTP or GraphQL.

mod area;
mod candidates;
mod columns;
mod document;
mod error;
mod evaluate;
mod facet;
mod facts;
mod filter;
mod finder;
mod follow;
mod grid;
mod index;
mod ladder;
mod need;
mod order;
mod pack;
mod pass;
mod peers;
mod query;
pub mod rank;
mod term;
pub mod verify;

pub use area::{Area, Found as FoundPlace, PlaceName, Reach, find_places, similar};
pub use error::{PlaceProblem, SearchError};
pub use facet::{Facet, FacetField, FacetValue};
pub use filter::{Clause, Clocks, Filter, MOST_CLAUSES, Rule, Set, Test};
pub use finder::{Found, Progress, Search, Widening};
pub use follow::{Follower, open_to_search};
pub use ladder::{RADII_KM, Rung};
pub use need::Need;
pub use order::{Order, Position, SortKey, Window};
pub use peers::Worth;
pub use query::{Hit, Hits, Kept, Query};
pub use term::{Concept, Target};
