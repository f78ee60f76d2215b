//! HTTP: who asks, in which form, and how the answer goes out. One file per concern.
//!
//! A query comes by `graphql` (HTTP), `events` (a stream of events) or `socket`, and from there on
//! goes one way: `answer`. Nothing here knows a field of the graph.

mod address;
mod answer;
mod answers;
mod asked_before;
mod body;
mod callers;
mod client;
mod cors;
mod documents;
mod events;
mod front;
mod graphql;
mod headers;
mod health;
mod infobutton;
mod languages;
mod line;
mod media;
mod metrics;
mod origin;
mod pages;
mod question;
mod quota;
mod refusal;
mod request;
mod request_id;
mod response_cache;
mod serve;
mod socket;
mod state;
mod usage;

pub use address::Peer;
pub use callers::KEYS_BOUND;
pub use front::{Front, front};
pub use metrics::{Answered, Metrics, Open, OperationKind, Outcome, serve_metrics};
pub use pages::DOCUMENTS;
pub use response_cache::ResponseCache;
pub use serve::serve;
pub use state::Gateway;
