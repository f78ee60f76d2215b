//! Files in: read, check, store, report.
//!
//! One file or folder per source. A row is checked before it is written and written as what it is:
//! reading the same file twice changes nothing. One bad row never stops an import; it is left out
//! and reported with its line. The only home of `csv` and YAML, and it speaks no SQL.

pub mod articles;
mod batch;
pub mod demo;
mod doctor_specialties;
pub mod error;
mod fault;
pub mod generated;
pub mod geonames;
pub mod geonames_postal;
mod lines;
mod naming;

pub mod nppes;
mod owners;
mod place_names;
pub mod report;
mod source;
pub mod tables;
#[cfg(test)]
mod testing;

pub use batch::Progress;
pub use error::IngestError;
pub use report::Report;
