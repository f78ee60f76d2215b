//! The NPPES dissemination file: US practitioners become doctors, organisations become clinics.
//!
//! The practice address is read and the mailing address never is: it may be somebody's home.
//! A practice is known by its address alone, so doctors who give the same one share a clinic; it
//! stands at the middle of its town, as far as the gazetteer knows the town.

mod address;
mod case;
mod clinics;
mod columns;
mod import;
mod people;
mod row;
mod seen;
mod specialties;
#[cfg(test)]
mod tests;
mod towns;
mod write;

pub use import::{States, import};
