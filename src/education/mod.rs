//! Rules over the text of articles: how it is cut, what it cites, what it must not say.
//!
//! The only home of Markdown. Nothing here reads a file or a database.

pub mod citations;
pub mod emergency;
pub mod lines;
pub mod sections;
