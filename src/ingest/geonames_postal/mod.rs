//! GeoNames postal code files: where a postal code is.
//!
//! Tab-separated, without a header and without quotes. A code stands on several lines where it is
//! delivered to several places.
//! Contains data from GeoNames (geonames.org), CC BY 4.0.

mod import;
mod row;
#[cfg(test)]
mod tests;

pub use import::import;
