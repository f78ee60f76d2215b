//! The CSV tables of `demo/README.md`: a directory written by hand, one file a table.
//!
//! A header is checked before anything is written. Rows add and change records; a record that a
//! later file leaves out stays. What a record owns as a list (a doctor's specialties, a place's
//! names, and the codes, labels and treatments of a record named in those files) is replaced.
//!
//! Every record belongs to a source. Tables name it in the column `source`; where the column is
//! missing or empty it is the first row of `sources.csv`. The source says whether its records are
//! a demonstration.

mod care;
mod cells;
mod clinics;
mod doctors;
mod import;
mod names;
mod offerings;
mod places;
mod roles;
mod sources;
mod specialties;
mod table;
mod treatments;

pub use import::{Files, import, import_folder};

#[cfg(test)]
mod tests;
