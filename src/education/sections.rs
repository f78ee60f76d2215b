//! Cuts an article into sections at its headings: `## How it is done {#HOW_PERFORMED}`.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::html::text;
use super::lines::line_at;
use crate::domain::HealthAspect;
use crate::domain::article::Section;
use crate::domain::closed::Closed;

/// Something in an article that keeps it from being cut, and the line of its body, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub kind: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    #[error("the text begins before the first section heading")]
    TextBeforeFirstHeading,
    #[error("the heading names no aspect: end it with one, such as {{#OVERVIEW}}")]
    MissingAspect,
    #[error("{0} is not an aspect: use one of {known}", known = HealthAspect::spellings())]
    UnknownAspect(String),
    #[error("a section about {} stands above", .0.spelling())]
    RepeatedAspect(HealthAspect),
    #[error(
        "the article has no section: begin one with a heading such as ## Overview {{#OVERVIEW}}"
    )]
    NoSection,
}

/// The sections of an article in reading order, or everything that is wrong with it.
pub fn sections(body: &str) -> Result<Vec<Section>, Vec<Fault>> {
    let headings = headings(body);
    let mut faults = Vec::new();
    let first = headings
        .first()
        .map_or(body.len(), |heading| heading.whole.start);
    let preamble = &body[..first];
    if !headings.is_empty() && !preamble.trim().is_empty() {
        let begins = preamble.len() - preamble.trim_start().len();
        faults.push(Fault {
            line: line_at(body, begins),
            kind: FaultKind::TextBeforeFirstHeading,
        });
    }
    if headings.is_empty() {
        faults.push(Fault {
            line: 1,
            kind: FaultKind::NoSection,
        });
    }

    let mut sections: Vec<Section> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        let end = headings
            .get(place + 1)
            .map_or(body.len(), |next| next.whole.start);
        let markdown = body[heading.whole.end..end].trim();
        let aspect = match aspect(heading, &sections) {
            Ok(aspect) => aspect,
            Err(kind) => {
                let line = line_at(body, heading.whole.start);
                faults.push(Fault { line, kind });
                continue;
            }
        };
        sections.push(Section {
            aspect,
            title: heading.title.clone(),
            markdown: markdown.to_owned(),
            text: plain(markdown),
            standalone: heading.standalone,
        });
    }
    match faults.is_empty() {
        true => Ok(sections),
        false => Err(faults),
    }
}

/// `## After it {#RECOVERY .in-context}`: the section makes no sense by itself.
const IN_CONTEXT: &str = "in-context";

struct Heading {
    whole: Range<usize>,
    id: Option<String>,
    title: String,
    standalone: bool,
}

fn aspect(heading: &Heading, above: &[Section]) -> Result<HealthAspect, FaultKind> {
    let id = heading.id.as_deref().ok_or(FaultKind::MissingAspect)?;
    let aspect: HealthAspect = id
        .parse()
        .map_err(|_| FaultKind::UnknownAspect(id.to_owned()))?;
    match above.iter().any(|section| section.aspect == aspect) {
        true => Err(FaultKind::RepeatedAspect(aspect)),
        false => Ok(aspect),
    }
}

/// The second-level headings that stand in the article itself, not in a quotation or a list.
fn headings(body: &str) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut depth = 0_usize;
    let mut inside = false;
    for (event, whole) in
        Parser::new_ext(body, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                id,
                classes,
                ..
            }) if depth == 0 => {
                inside = true;
                depth += 1;
                found.push(Heading {
                    whole,
                    id: id.map(|id| id.to_string()),
                    title: String::new(),
                    standalone: classes.iter().all(|class| &**class != IN_CONTEXT),
                });
            }
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                inside &= end != TagEnd::Heading(HeadingLevel::H2);
            }
            Event::Text(text) | Event::Code(text) if inside => {
                if let Some(heading) = found.last_mut() {
                    heading.title.push_str(&text);
                }
            }
            _ => {}
        }
    }
    for heading in &mut found {
        heading.title = heading.title.trim().to_owned();
    }
    found
}

/// What a reader sees of the Markdown: no marks, no addresses of links, no HTML.
pub fn plain(markdown: &str) -> String {
    text(markdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_cut_at_its_second_level_headings() {
        let body = "\n## What it *is* {#OVERVIEW}\n\nA small\namount of **blood**.\n\nIt helps [EBP1].\n\n\
                    ## How {#HOW_PERFORMED}\n\n- You lie down.\n- Staff [clean](https://example.org) your back.\n\n\
                    ### A note\n\nTell `them`.\n";
        let found = sections(body).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].aspect, HealthAspect::Overview);
        assert_eq!(found[0].title, "What it is");
        assert_eq!(
            found[0].markdown,
            "A small\namount of **blood**.\n\nIt helps [EBP1]."
        );
        assert_eq!(found[0].text, "A small amount of blood.\nIt helps [EBP1].");
        assert_eq!(found[1].aspect, HealthAspect::HowPerformed);
        assert!(found[1].markdown.starts_with("- You lie down."));
        assert_eq!(
            found[1].text,
            "You lie down.\nStaff clean your back.\nA note\nTell them."
        );
    }

    #[test]
    fn whatever_is_wrong_is_said_at_once_with_its_line() {
        let fault = |line, kind| Fault { line, kind };
        let cases = [
            ("", vec![fault(1, FaultKind::NoSection)]),
            ("only text", vec![fault(1, FaultKind::NoSection)]),
            (
                "\nfirst\n\n## A {#OVERVIEW}\n",
                vec![fault(2, FaultKind::TextBeforeFirstHeading)],
            ),
            (
                "## A\n\n## B {#RECOVRY}\n\n## C {#SAFETY}\n\n## D {#SAFETY}\n",
                vec![
                    fault(1, FaultKind::MissingAspect),
                    fault(3, FaultKind::UnknownAspect("RECOVRY".to_owned())),
                    fault(7, FaultKind::RepeatedAspect(HealthAspect::Safety)),
                ],
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(sections(body), Err(expected), "{body}");
        }
        let said = FaultKind::UnknownAspect("X".to_owned()).to_string();
        assert!(
            said.starts_with("X is not an aspect: use one of OVERVIEW, "),
            "{said}"
        );
    }

    #[test]
    fn a_heading_in_a_quotation_or_a_code_block_cuts_nothing() {
        let body =
            "## A {#OVERVIEW}\n\n> ## quoted\n\n```\n## code\n```\n\n1. one\n   - inner\n2. two\n";
        let found = sections(body).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "quoted\n## code\none\ninner\ntwo");
    }
}
