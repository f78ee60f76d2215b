//! Caregraph: an open care directory and patient-education graph behind one GraphQL endpoint.
//!
//! The folders are layers, and a request falls straight down:
//! HTTP → [`gateway`] (who asks, in which form) → [`graphql`] (which fields) → [`search`] or
//! [`loaders`] (which rows) → [`store`] (which SQL) → database.
//! Imported data joins at the bottom: file → [`ingest`] (read, check) → [`store`] (write).
//! [`feed`] tells copies of the data that it changed, [`education`] holds the rules of articles,
//! [`config`] the settings, and [`domain`] the values that all of them share.

pub mod config;
pub mod domain;
pub mod education;
pub mod feed;
pub mod gateway;
pub mod graphql;
pub mod ingest;
pub mod loaders;
pub mod search;
pub mod store;
