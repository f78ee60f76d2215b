//! Whole files into a database: hand-made rows for the rules, real ones where they are at hand.

mod file;
mod real;
mod rules;
mod stored;
mod upkeep;
