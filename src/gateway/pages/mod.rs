//! Pages for people: those that the browser builds, and those that are whole as they are sent.
//!
//! A page that is written here is a client of the graph like any other. Its folder holds the
//! document that it asks (`*.graphql`), the answer as it reads it, and the markup; the document is
//! run by `ask.rs` the one way that every query goes. No page holds a script or a style of its own.

mod article;
mod ask;
mod asset;
mod clinic;
mod contract;
mod doctor;
mod failed;
mod frame;
mod home;
mod hours;
mod json_ld;
mod language;
mod playground;
mod provenance;
mod reply;
mod robots;
mod sitemap;
mod texts;
mod visitor;
mod words;

pub use article::{page as article, print};
pub use ask::DOCUMENTS;
pub use asset::asset;
pub use clinic::page as clinic;
pub use contract::schema;
pub use doctor::page as doctor;
pub use failed::nothing_here;
pub use home::home;
pub use playground::playground;
pub use robots::robots;
pub use sitemap::{index as sitemap, part as sitemap_part};
