//! Rules over the text of articles: how it is cut, what it cites, what it must not say.
//!
//! The only home of Markdown and HTML. Nothing here reads a file or a database.

pub mod citations;
pub mod difference;
pub mod edition;
pub mod emergency;
pub mod handout;
pub mod html;
pub mod json_text;
pub mod lines;
pub mod publish;
pub mod readability;
pub mod sections;
pub mod translation;
pub mod written;
