//! Everything that is seen from outside, over the real router and a real database.

mod app;
mod commands;
mod examples;
mod graphql;
mod http;
mod layers;
mod loaders;
mod schema;
mod search;
mod seed;
mod store;
