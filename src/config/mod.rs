//! Settings as values: one struct per concern, read once at the start and passed down.
//!
//! The only home of the environment. A flag wins over its `CAREGRAPH_*` twin, which wins over the
//! default.

mod access;
mod caches;
mod environment;
mod list;
mod map;
mod metrics;
mod server;
mod storage;

pub use access::{Access, AccessFlags, Documents, Introspection, Tiered};
pub use caches::{CacheFlags, Caches};
pub use environment::{Environment, InvalidSetting};
pub use list::List;
pub use map::{MapFlags, MapTiles, TileAddress};
pub use metrics::{MetricsAt, MetricsListener};
pub use server::{Network, Origins, PublicUrl, Server, ServerFlags, is_host};
pub use storage::Storage;
