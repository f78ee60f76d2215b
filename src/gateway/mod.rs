//! HTTP: who asks, in which form, and how the answer goes out. One file per concern.
//!
//! Nothing here knows a field of the graph.

mod asked_before;
mod graphql;
mod health;
mod languages;
mod media;
mod metrics;
mod pages;
mod question;
mod refusal;
mod request;
mod request_id;
mod response_cache;
mod router;
mod serve;
mod state;

pub use metrics::{Answered, Metrics, Open, OperationKind, Outcome, serve_metrics};
pub use response_cache::ResponseCache;
pub use router::router;
pub use serve::serve;
pub use state::Gateway;
