//! What the handlers share.

use std::sync::Arc;

use super::metrics::Metrics;
use super::response_cache::ResponseCache;
use crate::config::Server;
use crate::graphql::Executor;

/// The parts that answer requests. Cheap to clone; one per process.
#[derive(Clone)]
pub struct Gateway {
    pub executor: Executor,
    pub responses: ResponseCache,
    pub settings: Arc<Server>,
    pub metrics: Metrics,
}
