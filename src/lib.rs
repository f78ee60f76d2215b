//! Caregraph.
pub mod domain;
pub mod education;
pub mod ingest;
pub mod store;
