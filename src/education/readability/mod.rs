//! How hard a text is to read, by published formulas, and which places make it so.
//!
//! A formula counts words, sentences and syllables; it does not know whether a text is true or
//! clear. English and Spanish are measured, other languages are only counted.

mod english;
mod english_vowels;
mod hard;
mod measure;
mod spanish;
mod words;

pub use hard::{Hard, HardKind, Target, hard_places};
pub use measure::measure;
