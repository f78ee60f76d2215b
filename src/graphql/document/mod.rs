//! The one way by which query text reaches the parser: scan, parse, measure, check, keep.
//!
//! Nothing here executes a field, and nothing here knows HTTP.

mod admitted;
mod analyse;
mod cache;
mod checker;
mod coerce;
mod cost;
mod fragments;
mod guard;
mod json;
mod limits;
mod literals;
mod measure;
mod needs;
mod omit;
mod parse;
mod prescan;
mod problem;
mod refusal;
mod type_map;
mod usages;
mod variables;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use admitted::{Admitted, Kept, Operation};
pub use cache::CacheStats;
pub use checker::Checker;
pub use cost::Cost;
pub use guard::Guard;
pub use json::check_json;
pub use limits::{JsonLimits, Limits};
pub use measure::Measure;
pub use needs::{Guarded, Need};
pub use refusal::{Code, Reason, Refusal, Refused};
pub use type_map::{InvalidSchema, ScalarCheck};
