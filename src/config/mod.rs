//! Settings as values: one struct per concern, read once at the start and passed down.
//!
//! The only home of the environment. A flag wins over its `CAREGRAPH_*` twin, which wins over the
//! default.

mod caches;
mod environment;
mod metrics;
mod server;
mod storage;

pub use caches::{CacheFlags, Caches};
pub use environment::{Environment, InvalidSetting};
pub use metrics::{MetricsAt, MetricsListener};
pub use server::Server;
pub use storage::Storage;
