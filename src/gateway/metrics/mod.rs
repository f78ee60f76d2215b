//! What the process did and how it stands, in numbers, for whoever watches it.
//!
//! Numbers only: no query text, variable, position or name of a caller ever becomes a label.

mod labels;
mod pulled;
mod recorded;
mod scrape;

pub use labels::OperationKind;
pub use recorded::{Answered, Metrics, Open, Outcome};
pub use scrape::serve_metrics;
