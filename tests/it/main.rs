//! Everything that is seen from outside, over the real router and a real database.

mod app;
mod examples;
mod graphql;
mod http;
mod layers;
mod schema;
