//! What of a Markdown text would not be shown, for whoever publishes it.

use std::fmt;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::render::OPTIONS;
use super::sanitise::{CLASSES, TAGS, may_lead_to};
use super::terms::slug_of;
use super::tokens::{Piece, pieces};
use crate::education::lines::line_at;

/// Something that is taken out before the text is shown, and its line, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsafe {
    pub line: usize,
    pub kind: UnsafeKind,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsafeKind {
    #[error("the tag <{0}> is not shown: use one of {tags}", tags = TAGS.join(", "))]
    Tag(String),
    #[error("the attribute {name} of <{tag}> is not kept: leave it out")]
    Attribute { tag: String, name: String },
    #[error(
        "a link to {0} is not kept: use an address that begins with https:, http: or mailto:, or glossary: and the slug of a term"
    )]
    Address(String),
    #[error("an image is not shown ({0}): name it under media in the front matter")]
    Image(String),
    #[error("a comment or declaration of HTML is not kept: leave it out")]
    Hidden,
}

impl fmt::Display for Unsafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.kind)
    }
}

/// Whether all of the Markdown is shown as it is written; else everything that is not.
pub fn is_safe(markdown: &str) -> Result<(), Vec<Unsafe>> {
    let mut found = Vec::new();
    let mut block = String::new();
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        let line = line_at(markdown, range.start);
        match event {
            Event::Start(Tag::HtmlBlock) => block.clear(),
            Event::Html(html) => block.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => in_html(&block, line, &mut found),
            Event::InlineHtml(html) => in_html(&html, line, &mut found),
            Event::Start(Tag::Image { dest_url, .. }) => {
                let kind = UnsafeKind::Image(dest_url.to_string());
                found.push(Unsafe { line, kind });
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) if link_type != LinkType::Email
                && slug_of(&dest_url).is_none()
                && !may_lead_to(&dest_url) =>
            {
                let kind = UnsafeKind::Address(dest_url.to_string());
                found.push(Unsafe { line, kind });
            }
            _ => {}
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => Err(found),
    }
}

/// What is unsafe in raw HTML that begins on the line.
fn in_html(html: &str, first: usize, found: &mut Vec<Unsafe>) {
    for (at, piece) in pieces(html) {
        let line = first + at.saturating_sub(1);
        match piece {
            Piece::Hidden => found.push(Unsafe {
                line,
                kind: UnsafeKind::Hidden,
            }),
            Piece::Open { name, .. } if !TAGS.contains(&name.as_str()) => found.push(Unsafe {
                line,
                kind: UnsafeKind::Tag(name),
            }),
            Piece::Open { name, attributes } => {
                for (attribute, value) in attributes {
                    if let Some(kind) = refused(&name, attribute, value) {
                        found.push(Unsafe { line, kind });
                    }
                }
            }
            Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

fn refused(tag: &str, name: String, value: String) -> Option<UnsafeKind> {
    match (tag, name.as_str()) {
        ("a", "href") if may_lead_to(&value) => None,
        ("a", "href") => Some(UnsafeKind::Address(value)),
        ("a", "class")
            if value
                .split_whitespace()
                .all(|class| CLASSES.contains(&class)) =>
        {
            None
        }
        ("a", "rel") | ("ol", "start") => None,
        _ => Some(UnsafeKind::Attribute {
            tag: tag.to_owned(),
            name,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_named_with_its_line() {
        let tag = |name: &str| UnsafeKind::Tag(name.to_owned());
        let address = |text: &str| UnsafeKind::Address(text.to_owned());
        let attribute = |tag: &str, name: &str| UnsafeKind::Attribute {
            tag: tag.to_owned(),
            name: name.to_owned(),
        };
        let cases: [(&str, Vec<(usize, UnsafeKind)>); 12] = [
            (
                "plain *text* [EBP1]\n\n- a [b](https://example.org)",
                vec![],
            ),
            (
                "H<sub>2</sub>O <br> <me@example.org> [d](glossary:dura)",
                vec![],
            ),
            ("<a class=\"term\" href=\"#term-dura\">dura</a>", vec![]),
            (
                "ok\n\n<script>\nalert(1)\n</script>",
                vec![(3, tag("script"))],
            ),
            ("<p>\n<b>x</b></p>", vec![(2, tag("b"))]),
            (
                "a <em onclick=\"x\" id=y>b</em>",
                vec![(1, attribute("em", "onclick")), (1, attribute("em", "id"))],
            ),
            (
                "a\n[b](javascript:alert(1))",
                vec![(2, address("javascript:alert(1)"))],
            ),
            (
                "<a href=\" data:text/html,x\">b</a>",
                vec![(1, address(" data:text/html,x"))],
            ),
            (
                "[b](/local) [c](glossary:No_Slug)",
                vec![(1, address("/local")), (1, address("glossary:No_Slug"))],
            ),
            (
                "a\n\n![alt](https://example.org/x.png)",
                vec![(3, UnsafeKind::Image("https://example.org/x.png".to_owned()))],
            ),
            ("a <!-- note --> b", vec![(1, UnsafeKind::Hidden)]),
            ("`<script>` and \\<b>", vec![]),
        ];
        for (markdown, expected) in cases {
            let found: Vec<(usize, UnsafeKind)> = is_safe(markdown)
                .err()
                .unwrap_or_default()
                .into_iter()
                .map(|one| (one.line, one.kind))
                .collect();
            assert_eq!(found, expected, "{markdown}");
        }
        let said = Unsafe {
            line: 3,
            kind: tag("b"),
        }
        .to_string();
        assert!(
            said.starts_with("line 3: the tag <b> is not shown: use one of a, "),
            "{said}"
        );
    }
}
