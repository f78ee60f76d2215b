//! Words in memory: which of the known ones a typed word may be, and which short texts the words of
//! a question mean.
//!
//! Nothing here knows what a text stands for; `concept` and `article_texts` do.

mod asked;
mod dictionary;
mod marks;
mod small;
mod texts;
mod typed;

pub use asked::{Asked, Unreadable};
pub use dictionary::Dictionary;
pub use marks::{fragment, is_within, marks};
pub use texts::{Texts, Words};
