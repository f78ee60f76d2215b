//! The CSV tables of `demo/README.md`: a directory written by hand, one file a table.
//!
//! A header is checked before anything is written. Rows add and change records; a record that a
//! later file leaves out stays. What a record owns as a list is replaced: a doctor's specialties
//! and languages, a place's names, and the codes, labels, hours, plans, reviews and other parts of
//! each record that the file of those parts names. A column that may be missing and is missing
//! says as little as an empty cell.
//!
//! Every record belongs to a source. Tables name it in the column `source`; where the column is
//! missing or empty it is the first row of `sources.csv`. The source says whether its records are
//! a demonstration.

mod biographies;
mod care;
mod cells;
mod clinics;
mod doctors;
mod glossary;
mod hours;
mod import;
mod languages;
mod links;
mod names;
mod offerings;
mod parts;
mod places;
mod plans;
mod provenance;
mod qualifications;
mod ratings;
mod releases;
mod reports;
mod role_plans;
mod roles;
mod sources;
mod specialties;
mod specialty_lists;
mod table;
mod treatments;

pub use import::{Files, import, import_folder};

#[cfg(test)]
mod tests;
