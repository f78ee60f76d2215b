//! The glossary terms that a text marks: `[epidural space](glossary:epidural-space)`.

use pulldown_cmark::{Event, Parser, Tag};

use super::render::OPTIONS;
use crate::domain::slug::Slug;
use crate::education::lines::line_at;

/// The line, from 1, and the slug of every marked term in reading order. (A mark whose slug is none is unsafe: see `is_safe`.)
pub fn glossary_terms(markdown: &str) -> Vec<(usize, String)> {
    Parser::new_ext(markdown, OPTIONS)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let slug = slug_of(&dest_url)?;
                Some((line_at(markdown, range.start), slug.into_string()))
            }
            _ => None,
        })
        .collect()
}

/// The slug of an address of the glossary.
pub(super) fn slug_of(address: &str) -> Option<Slug> {
    address.strip_prefix("glossary:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_with_their_lines() {
        let markdown = "The [dura](glossary:dura) is\nthe [sac](glossary:dura).\n\n- a [leak](glossary:csf-leak)\n\
                        - [site](https://example.org)\n\n`[x](glossary:code)` [y](glossary:Bad Slug)";
        let expected = [(1, "dura"), (2, "dura"), (4, "csf-leak")];
        let expected = expected.map(|(line, slug)| (line, slug.to_owned()));
        assert_eq!(glossary_terms(markdown), expected);
    }
}
