//! How one contract differs from another, and what that means to clients of the first.
//!
//! Pure: texts in, differences out. Elements are named by schema coordinates, such as
//! `Doctor.clinics(first:)`.

mod allowed;
mod compatible;
mod contract;
mod deprecated;
mod differences;

#[cfg(test)]
mod tests;

pub use allowed::Allowed;
pub use contract::{InvalidContract, Which};
pub use deprecated::undated;
pub use differences::{Difference, Weight, differences};
