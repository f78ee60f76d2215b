//! Learning that something changed: tails the change table for whoever keeps a copy of it.

mod tail;

pub use crate::store::change::Change;
pub use tail::Tail;
