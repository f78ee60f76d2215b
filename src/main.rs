//! The `caregraph` binary.

fn main() {}
