//! A directory of any size in the shape of the demonstration, for tests of scale.
//!
//! Each record is reckoned from the seed and its own number alone: the same seed gives the same
//! directory, whatever the size of a batch, and a run that was killed is ended by the next one.

mod import;
mod layout;
mod record;
mod world;

pub use import::generate;
pub use layout::Spread;
