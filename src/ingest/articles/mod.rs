//! Articles: Markdown with front matter, one file for one language of one article.
//!
//! An article is one unit. If anything is wrong with it, nothing of it is written, and the report
//! names every fault at once. An article is first imported in the language it was written in; the
//! same slug in another language adds a translation and leaves what the languages share.

mod check;
mod front_matter;
mod import;

pub use import::{import, import_folder};

#[cfg(test)]
mod tests;
