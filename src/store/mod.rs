//! The only folder that speaks SQL.
//!
//! `connect` opens either engine, `migrate` prepares; `read`, `related`, `upsert` and `children` are what every
//! table shares; the rest is one file of queries per noun. Query files do not call one another;
//! `edition`, which writes an article whole, and `desk`, which writes what callers say, call them.

pub mod address;
pub mod change;
pub mod children;
pub mod code;
pub mod connect;
pub mod counted;
pub mod desk;
pub mod doctor;
pub mod edition;
pub mod entity;
pub mod error;
pub mod glossary;
mod held;
pub mod id;
pub mod identifier;
pub mod import;
pub mod instance;
mod keyed;
mod keys;
pub mod label;
pub mod linked;
pub mod manuscript;
pub mod migrate;
pub mod named;
pub mod notice;
pub mod offering;
pub mod partner;
pub mod parts;
pub mod place;
pub mod postal;
mod postgres;
pub mod read;
pub mod reader;
pub mod related;
pub mod relations;
pub mod role;
pub mod searchable;
pub mod sitemap;
pub mod source;
pub mod specialty;
pub mod statistics;
pub mod text;
pub mod told;
pub mod treatment;
pub mod trust;
pub mod trusted;
pub mod upsert;

pub use connect::{Database, Transaction};
pub use counted::counted;
pub use error::StoreError;
pub use text::Text;
