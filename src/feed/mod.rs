//! Learning that something changed, for whoever keeps a copy of it.
//!
//! One task reads the change table (`watch`) and notes what it learns where every keeper of a copy
//! can ask (`applied`). A keeper that must see each change in turn, as the index does, has a reader
//! of its own (`tail`).

mod applied;
mod basis;
mod depends;
mod tail;
mod watch;

pub use crate::store::change::Change;
pub use applied::{Applied, ROWS_BOUND};
pub use basis::{Basis, Resting};
pub use depends::{Depends, Kinds};
pub use tail::Tail;
pub use watch::Watch;
