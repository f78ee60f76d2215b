//! Everything that is seen from outside, over the real router and a real database.

mod app;
mod commands;
mod examples;
mod feed;
mod graphql;
mod http;
mod layers;
mod loaders;
mod schema;
mod search;
mod store;
