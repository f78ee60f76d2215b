//! What is looked for, and what is found.

use super::area::Area;
use super::order::{Order, Position, Window};
use super::term::{Concept, Target};
use crate::domain::distance::Distance;
use crate::store::id::ClinicId;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Query {
    pub target: Target,
    /// Any of these; `None` is anybody, an empty list is nobody.
    pub concepts: Option<Vec<Concept>>,
    /// Only at this clinic.
    pub clinic: Option<ClinicId>,
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
