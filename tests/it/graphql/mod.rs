//! What the graph answers, noun by noun.

mod bad_input;
mod choosing;
mod cost;
mod education;
mod federation;
mod finding;
mod lists;
mod looking_up;
mod nodes;
mod nulls;
mod reading;
mod schema_org;
mod understanding;
mod whole_graph;
mod writing;
