//! Words and places in, ranked ids out.
//!
//! An index of our own beside the database, kept by the change feed. It holds ids and columns only:
//! rows come from the database by id. `search` never sees HTTP or GraphQL.

mod area;
mod columns;
mod document;
mod error;
mod evaluate;
mod finder;
mod follow;
mod grid;
mod index;
mod need;
mod order;
mod query;
mod term;

pub use area::{Area, Found as FoundPlace, PlaceName, find_places, similar};
pub use error::{PlaceProblem, SearchError};
pub use finder::Search;
pub use follow::{Follower, open_to_search};
pub use need::Need;
pub use order::{Order, Position, SortKey, Window};
pub use query::{Hit, Hits, Query};
pub use term::{Concept, Target};
