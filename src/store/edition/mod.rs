//! Writing an article as readers see it, in one language: all of it or nothing.
//!
//! Files and the content desk come here alike. What a document points at by name is resolved first;
//! then what the languages share is written, then what this one says.

mod parts;
mod resolve;
mod write;

pub use resolve::{Missing, Resolved, Unresolved, resolve};
pub use write::{Written, remove, write};
