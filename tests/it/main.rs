//! Everything that is seen from outside, over the real gateway and a real database.

#![expect(
    clippy::unwrap_used,
    reason = "what fails to be set up fails the test, at the line that says so"
)]

mod app;
mod caches;
mod checker;
mod commands;
mod contract;
mod engine;
mod examples;
mod gateway;
mod graphql;
mod layers;
mod loaders;
mod measured;
mod medlineplus;
mod metrics;
mod postgres;
mod process;
mod real_data;
mod schema;
mod search;
mod seed;
mod store;
