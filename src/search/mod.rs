//! Words and places in, ranked ids out.
//!
//! An index of our own beside the database, kept by the change feed. It holds ids and columns only:
//! rows come from the database by id. `search` never sees HTTP or GraphQL.

mod area;
mod article_texts;
mod candidates;
mod columns;
mod concept;
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
mod known;
mod ladder;
mod look_up;
mod name_firsts;
mod name_guesses;
mod name_words;
mod need;
mod nicknames;
mod order;
mod pack;
mod pass;
mod peers;
mod people;
mod place_in_list;
mod query;
pub mod rank;
mod term;
mod understand;
pub mod verify;
mod words;

pub use area::{Area, Found as FoundPlace, PlaceName, PlacedBy, Reach, find_places, similar};
pub use article_texts::ArticleText;
pub use concept::{How, Meaning, Name, Via};
pub use error::{PlaceProblem, SearchError};
pub use facet::{Facet, FacetField, FacetValue};
pub use filter::{Clause, Clocks, Filter, MOST_CLAUSES, Rule, Set, Test};
pub use finder::{Found, IndexSize, Progress, Search, Widening};
pub use follow::{Follower, open_to_search};
pub use ladder::{RADII_KM, Rung, widest_before};
pub use look_up::{FoundNode, FoundNodes, LookUp, LookUpOrder, Matched, NodeSort};
pub use need::Need;
pub use order::{Order, Position, SortKey, Window};
pub use peers::Worth;
pub use place_in_list::Listed;
pub use query::{Hit, Hits, Kept, Query};
pub use term::{Concept, Target};
pub use words::{Asked, Unreadable, fragment, marks};
