//! The head of an article: YAML between lines of three hyphens.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::RejectReason;
use crate::domain::article::{Author, Checklist, Media, Question, Reference};
use crate::ingest::fault::Fault;

/// The keys as written. What must be there and what it may say is checked later, so that
/// everything that is wrong can be named at once.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    pub slug: Option<String>,
    pub kind: Option<String>,
    pub locale: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    /// The summary in words that are easier still.
    pub easy_summary: Option<String>,
    pub licence: Option<String>,
    pub attribution: Option<String>,
    pub source: Option<String>,
    #[serde(default)]
    pub demonstration: bool,
    /// `none`: nobody has medically reviewed it. `medical`: `reviewer` and `reviewed_on` say who.
    pub review: Option<String>,
    pub reviewer: Option<String>,
    pub reviewed_on: Option<String>,
    pub review_due_on: Option<String>,
    pub conflict_of_interest: Option<String>,
    pub audience: Option<String>,
    #[serde(default)]
    pub authors: Vec<Author>,
    #[serde(default)]
    pub checklist: Checklist,
    #[serde(default)]
    pub faq: Vec<Question>,
    #[serde(default)]
    pub media: Vec<Media>,
    /// `MACHINE`: a machine translated it, and nobody has checked that.
    pub translation: Option<String>,
    /// The text of the original that a part was translated from, by its hash.
    #[serde(default)]
    pub made_from: BTreeMap<String, String>,
    #[serde(default)]
    pub about: Vec<About>,
    #[serde(default)]
    pub red_flags: Vec<RedFlag>,
    #[serde(default)]
    pub references: Vec<Reference>,
}

/// One record that the article is about: exactly one of the keys.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub procedure: Option<String>,
    pub condition: Option<String>,
    pub specialty: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedFlag {
    pub urgency: String,
    pub text: String,
}

/// A file cut in two.
pub struct Cut<'a> {
    pub head: &'a str,
    pub body: &'a str,
    /// Lines of the file before the first of the body.
    pub lines_before: usize,
}

/// The front matter and the body; `None` when the file does not begin with front matter.
pub fn cut(text: &str) -> Option<Cut<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut offset = 0;
    let mut head = None;
    for (place, line) in text.split_inclusive('\n').enumerate() {
        let fence = line.trim_end() == "---";
        match (place, fence, head) {
            (0, true, _) => head = Some(line.len()),
            (0, false, _) => return None,
            (_, true, Some(begins)) => {
                return Some(Cut {
                    head: &text[begins..offset],
                    body: &text[offset + line.len()..],
                    lines_before: place + 1,
                });
            }
            _ => {}
        }
        offset += line.len();
    }
    None
}

/// Reads the front matter, or says what is wrong and on which line of the file.
pub fn read(head: &str) -> Result<FrontMatter, (u64, Fault)> {
    if head.trim().is_empty() {
        return Ok(FrontMatter::default());
    }
    // The parser's snippets repeat the file; its one-line message is enough.
    let options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(head, options).map_err(|error| {
        // The front matter begins on the second line of the file.
        let line = error.location().map_or(1, |place| place.line() + 1);
        (
            line,
            Fault::new(RejectReason::Malformed, format!("front matter: {error}")),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_cut_at_its_fences() {
        let cut = cut("---\na: 1\n---\n\n## B\n").unwrap();
        assert_eq!(
            (cut.head, cut.body, cut.lines_before),
            ("a: 1\n", "\n## B\n", 3)
        );
        let cut = super::cut("---\r\na: 1\r\n---\r\nbody").unwrap();
        assert_eq!((cut.head, cut.body), ("a: 1\r\n", "body"));
        for text in ["", "## B\n", "---\na: 1\n", " ---\n---\n"] {
            assert!(super::cut(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_key_that_is_not_known_is_named_with_its_line_and_the_known_ones() {
        let (line, fault) = read("slug: a\nauthor: b\n").unwrap_err();
        assert_eq!(line, 3);
        assert!(fault.detail.contains("author"), "{}", fault.detail);
        assert!(fault.detail.contains("attribution"), "{}", fault.detail);
        assert!(!fault.detail.contains('\n'), "{}", fault.detail);
        let (_, fault) = read("references:\n  - key: A\n    titel: B\n").unwrap_err();
        assert!(fault.detail.contains("titel"), "{}", fault.detail);
    }
}
