//! What resolvers reach for: the process's parts, and the request's loaders.

use async_graphql::Context;

use crate::domain::clock::Clock;
use crate::feed::Applied;
use crate::loaders::{Loaders, Relations};
use crate::search::Search;
use crate::store::Database;

/// The parts that answer, alive for the process. Cheap to clone.
#[derive(Clone)]
pub struct Graph {
    pub db: Database,
    pub applied: Applied,
    pub relations: Relations,
    pub search: Search,
    pub clock: Clock,
}

/// What a resolver may ask its context for.
///
/// Both are put there by `Executor` for every request, so that looking cannot fail.
pub(super) trait Ask {
    fn graph(&self) -> &Graph;
    fn loaders(&self) -> &Loaders;
}

impl Ask for Context<'_> {
    fn graph(&self) -> &Graph {
        self.data_unchecked::<Graph>()
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked::<Loaders>()
    }
}
