//! This graph as one of several that a router joins: an Apollo Federation 2 subgraph.
//!
//! The public contract does not show it; what a router reads is printed by [`sdl`].

mod entity;
mod printed;
mod representation;
mod root;

pub use printed::sdl;
pub use root::Subgraph;
