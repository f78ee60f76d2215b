//! Between Markdown, HTML and plain text, so that nothing unsafe is shown and nothing is lost.
//!
//! Markdown is what articles are written and kept in. HTML is made of it, cut down to a short list
//! of tags, for whoever shows it; foreign HTML is read one way only, into Markdown.

mod foreign;
mod markdown_text;
mod raw;
mod render;
mod sanitise;
mod terms;
mod text;
mod tokens;
#[cfg(test)]
mod xss;

pub use foreign::from_html;
pub use raw::{Unsafe, UnsafeKind, is_safe};
pub use render::html;
pub use terms::glossary_terms;
pub use text::text;
