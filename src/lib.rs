//! Caregraph.
pub mod domain;
pub mod feed;
pub mod graphql;
pub mod loaders;
pub mod search;
pub mod store;
