//! What is looked for, and what is found.

use chrono::NaiveDate;

use super::area::Area;
use super::filter::Filter;
use super::order::{Order, Position, Window};
use super::peers::Worth;
use super::rank::Ranking;
use super::term::{Concept, Target};
use crate::domain::distance::Distance;
use crate::store::id::ClinicId;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub target: Target,
    /// Any of these; `None` is anybody, an empty list is nobody.
    pub concepts: Option<Vec<Concept>>,
    /// Whether those who meet the need are only thought to, by what they practise.
    pub inferred: bool,
    /// Only at this clinic.
    pub clinic: Option<ClinicId>,
    pub area: Option<Area>,
    pub filter: Filter,
    pub order: Order,
    pub window: Window,
    /// The day for which confidence, licences and the order are reckoned.
    pub as_of: NaiveDate,
    /// What bands of volume are worth, beside each concept; reckoned where it is left out. A page
    /// that goes on keeps those of its first page.
    pub worths: Option<Vec<Worth>>,
}

/// One thing found, once, with the best place to meet it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub position: Position,
    /// The role to go to: the best one, by the order, at which the need is met.
    pub role: Option<i64>,
    pub distance: Option<Distance>,
    /// Why it stands where it does in the order BEST.
    pub ranking: Ranking,
    /// Which of the wanted concepts is met there, by its place among them.
    pub concept: Option<usize>,
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
    /// How far the farthest of all is.
    pub farthest: Option<Distance>,
    /// Those that one clause of the filter alone keeps out, clause by clause.
    pub without: Vec<Kept>,
    /// What bands of volume were worth, beside each concept.
    pub worths: Vec<Worth>,
}

/// How many one clause alone keeps out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub out: u64,
    /// Those of them that it keeps out only because nothing is known.
    pub unknown: u64,
}
