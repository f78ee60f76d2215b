//! The public graph: one file per noun, and what they share.
//!
//! Resolvers translate: what to find is decided in `search`, what belongs together in `store`.
//! Nothing here knows HTTP, and no query text reaches the parser but through `document`.

mod article;
mod article_parts;
mod background;
mod by;
mod change;
mod clinic;
mod clinic_filter;
mod condition;
mod context;
mod cursor;
mod doctor;
mod doctor_filter;
pub mod document;
mod enum_labels;
mod error;
pub mod evolution;
mod facet;
mod filter;
mod find;
mod global_id;
mod hours;
mod inferred;
mod json_ld;
mod labels;
mod listing;
mod localised;
mod matched;
mod moderation;
mod mutation;
mod narrowing;
mod near;
mod need;
mod node;
mod offering;
mod page;
mod place;
mod plan;
mod price;
mod procedure;
mod provenance;
mod query;
mod ranking;
mod role;
mod scalar;
mod schema;
mod scopes;
mod search;
mod self_description;
mod sets;
mod sort;
mod source;
mod specialty;
mod subgraph;
mod subscription;
mod suggest;
mod understood;
mod viewer;
mod widened;

pub use context::{Asker, Graph, Quota, Reader};
pub use error::Failure;
pub use schema::{Executor, Proofreader, Ran, Work, schema_version, sdl};
pub use scopes::Introspection;
pub use subgraph::sdl as federation_sdl;
