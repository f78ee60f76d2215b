//! What resolvers reach for: the process's parts, and the request's loaders.

use std::sync::{Arc, LazyLock};

use async_graphql::Context;

use super::document::Guard;
use crate::domain::caller::Caller;
use crate::domain::clock::Clock;
use crate::domain::locale::Locale;
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

/// Who reads an answer: the languages they know, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reader(Arc<[Locale]>);

impl Reader {
    /// English where nothing is said.
    pub fn new(locales: Vec<Locale>) -> Self {
        static ENGLISH: LazyLock<Reader> = LazyLock::new(|| Reader(Arc::from([Locale::english()])));
        match locales.is_empty() {
            true => ENGLISH.clone(),
            false => Reader(locales.into()),
        }
    }
}

impl Default for Reader {
    fn default() -> Self {
        Reader::new(Vec::new())
    }
}

/// Who asks, and in which circumstances.
#[derive(Clone, Debug)]
pub struct Asker {
    pub caller: Arc<Caller>,
    /// The languages in which they read.
    pub reader: Reader,
    /// The name of the request, for the record of what was written.
    pub request_id: Arc<str>,
    /// What the caller may still use; `None` where nobody counts.
    pub quota: Option<Quota>,
}

/// What a caller may use and has left, in units of cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The most that can gather.
    pub limit: u64,
    /// What is left now.
    pub remaining: u64,
    /// Seconds until all of it is there again.
    pub full_in: u64,
}

impl Default for Asker {
    /// Nobody in particular, who reads English.
    fn default() -> Self {
        Asker {
            caller: Arc::new(Caller::anonymous()),
            reader: Reader::default(),
            request_id: "".into(),
            quota: None,
        }
    }
}

/// What a resolver may ask its context for.
///
/// All are put there by `Executor` for every request, so that looking cannot fail.
pub(super) trait Ask {
    fn graph(&self) -> &Graph;
    fn loaders(&self) -> &Loaders;
    fn guard(&self) -> &Guard;
    /// Who asks.
    fn asker(&self) -> &Asker;
    /// The languages of whoever reads, the best first; never empty.
    fn reader(&self) -> &[Locale];
}

impl Ask for Context<'_> {
    fn graph(&self) -> &Graph {
        self.data_unchecked::<Graph>()
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked::<Loaders>()
    }

    fn guard(&self) -> &Guard {
        self.data_unchecked::<Arc<Guard>>()
    }

    fn asker(&self) -> &Asker {
        self.data_unchecked::<Asker>()
    }

    fn reader(&self) -> &[Locale] {
        &self.asker().reader.0
    }
}
