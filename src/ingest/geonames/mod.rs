//! GeoNames dump files: populated places become the gazetteer.
//!
//! Tab-separated, without a header and without quotes; a double quote is part of a name.
//! Contains data from GeoNames (geonames.org), CC BY 4.0.

mod import;
mod row;
#[cfg(test)]
mod tests;

pub use import::import;
