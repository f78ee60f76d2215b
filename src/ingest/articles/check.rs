//! What an article must be before it is looked up in the database. Pure.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;

use super::front_matter::{self, FrontMatter};
use crate::domain::article::{About, Document, Edition, RedFlag, Review};
use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::domain::{ArticleKind, Audience, NodeKind, RejectReason, Urgency};
use crate::education::edition::{edition, in_text};
use crate::education::sections::sections;
use crate::ingest::fault::Fault;

/// What the text says of its source, and the article or all that is wrong with it, by line.
pub struct Checked {
    pub source: Option<String>,
    pub article: Result<Edition, Vec<(u64, Fault)>>,
    /// Lines of the file before the first of the body.
    pub lines_before: usize,
}

/// Checks the text of a file.
pub fn check(text: &str) -> Checked {
    let Some(cut) = front_matter::cut(text) else {
        let fault = Fault::new(
            RejectReason::Malformed,
            "an article begins with front matter between lines of ---",
        );
        return Checked {
            source: None,
            article: Err(vec![(1, fault)]),
            lines_before: 0,
        };
    };
    let lines_before = cut.lines_before;
    let front = match front_matter::read(cut.head) {
        Ok(front) => front,
        Err(fault) => {
            return Checked {
                source: None,
                article: Err(vec![fault]),
                lines_before,
            };
        }
    };
    let source = front.source.clone();
    let mut faults = Faults::default();
    let flags: Vec<String> = front
        .red_flags
        .iter()
        .map(|flag| flag.text.clone())
        .collect();
    let document = document(front, cut.body, &mut faults);
    if document.is_none() {
        // What it is cannot be told; what its text alone tells is said all the same.
        for fault in sections(cut.body).err().into_iter().flatten() {
            let line = line_of(fault.line, lines_before);
            faults.0.push((
                line,
                Fault::new(RejectReason::InvalidValue, fault.kind.to_string()),
            ));
        }
        for problem in flags.iter().flat_map(|text| in_text("red_flags", text)) {
            faults.0.push((1, Fault::new(problem.reason, problem.text)));
        }
    }
    let article = match document.map(edition) {
        Some(Ok(edition)) if faults.0.is_empty() => Ok(edition),
        Some(Err(problems)) => {
            let problems = problems.into_iter();
            faults.0.extend(problems.map(|problem| {
                let line = line_of(problem.line, lines_before);
                (line, Fault::new(problem.reason, problem.text))
            }));
            Err(faults.0)
        }
        _ => Err(faults.0),
    };
    Checked {
        source,
        article,
        lines_before,
    }
}

/// The line of the file of a line of the body; the front matter's values know no lines, so what is
/// wrong with them is said of the first.
pub fn line_of(line: usize, lines_before: usize) -> u64 {
    match line {
        0 => 1,
        line => (line + lines_before) as u64,
    }
}

/// Everything that is wrong so far.
#[derive(Default)]
struct Faults(Vec<(u64, Fault)>);

impl Faults {
    /// Notes a fault of the front matter; YAML values know no lines, so it is said of the first.
    fn kept<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        found.map_err(|fault| self.0.push((1, fault))).ok()
    }
}

/// The document, whose own text may still be wrong; `None` where what it is cannot be told.
fn document(front: FrontMatter, body: &str, faults: &mut Faults) -> Option<Document> {
    let slug = faults.kept(required(front.slug, "slug").and_then(parsed::<Slug>("slug")));
    let kind = faults.kept(required(front.kind, "kind").and_then(one_of::<ArticleKind>("kind")));
    let locale = faults.kept(required(front.locale, "locale").and_then(parsed::<Locale>("locale")));
    let title = faults.kept(required(front.title, "title"));
    let summary = faults.kept(required(front.summary, "summary"));
    let licence = faults.kept(required(front.licence, "licence"));
    let attribution = faults.kept(required(front.attribution, "attribution"));
    faults.kept(required(front.source, "source"));
    let audience = match front.audience {
        None => Some(Audience::default()),
        Some(audience) => faults.kept(one_of::<Audience>("audience")(audience)),
    };
    let machine = match front.translation.as_deref() {
        None => false,
        Some("MACHINE") => true,
        Some(_) => {
            let right = "MACHINE, or leave it out for one that people made";
            faults.kept::<()>(Err(Fault::invalid("translation", right)));
            false
        }
    };
    let reviewed_on = faults.kept(date(front.reviewed_on, "reviewed_on"));
    let due_on = faults.kept(date(front.review_due_on, "review_due_on"));
    let review = faults.kept(required(front.review, "review"));
    if let (Some(review), Some(reviewed_on)) = (review, reviewed_on) {
        let named = front.reviewer.is_some();
        faults.kept(reviewed(&review, named, reviewed_on.is_some()));
    }
    let review = match (front.reviewer, reviewed_on.flatten()) {
        (Some(reviewer), Some(reviewed_on)) => Some(Review {
            reviewer,
            reviewed_on,
            due_on: due_on.flatten(),
            conflict_of_interest: front.conflict_of_interest,
        }),
        _ => None,
    };
    let about: Vec<_> = front
        .about
        .into_iter()
        .filter_map(|subject| faults.kept(node(subject)))
        .collect();
    let red_flags: Vec<_> = front
        .red_flags
        .into_iter()
        .filter_map(|flag| {
            let urgency = one_of::<Urgency>("red_flags: urgency")(flag.urgency);
            Some(RedFlag {
                urgency: faults.kept(urgency)?,
                text: flag.text,
            })
        })
        .collect();
    Some(Document {
        slug: slug?.into_string(),
        kind: kind?,
        locale: locale?,
        title: title?,
        summary: summary?,
        easy_summary: front.easy_summary.map(|text| text.trim().to_owned()),
        audience: audience?,
        authors: front.authors,
        licence: licence?,
        attribution: attribution?,
        demonstration: front.demonstration,
        review,
        about,
        red_flags,
        checklist: front.checklist,
        faq: front.faq,
        references: front.references,
        media: front.media,
        machine,
        made_from: front.made_from,
        body: body.to_owned(),
    })
}

fn required(value: Option<String>, key: &str) -> Result<String, Fault> {
    value
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Fault::missing(key))
}

fn parsed<T: FromStr<Err: Display>>(key: &str) -> impl Fn(String) -> Result<T, Fault> {
    move |text| text.parse().map_err(|error| Fault::invalid(key, error))
}

fn one_of<T: Closed>(key: &str) -> impl Fn(String) -> Result<T, Fault> {
    move |text| {
        text.parse()
            .map_err(|_| Fault::invalid(key, format!("use {}", T::spellings())))
    }
}

fn date(text: Option<String>, key: &str) -> Result<Option<NaiveDate>, Fault> {
    text.map(|text| NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d"))
        .transpose()
        .map_err(|_| Fault::invalid(key, "a date is 2026-01-31"))
}

/// A review that happened names who and when; one that did not names neither.
fn reviewed(review: &str, reviewer: bool, on: bool) -> Result<(), Fault> {
    match review {
        "none" if !reviewer && !on => Ok(()),
        "none" => Err(Fault::invalid(
            "review",
            "none goes without reviewer and reviewed_on",
        )),
        "medical" if reviewer && on => Ok(()),
        "medical" => Err(Fault::invalid(
            "review",
            "medical goes with reviewer and reviewed_on",
        )),
        _ => Err(Fault::invalid("review", "use none or medical")),
    }
}

fn node(subject: front_matter::About) -> Result<About, Fault> {
    let about = |kind, slug| Ok(About { kind, slug });
    match (subject.procedure, subject.condition, subject.specialty) {
        (Some(slug), None, None) => about(NodeKind::Procedure, slug),
        (None, Some(slug), None) => about(NodeKind::Condition, slug),
        (None, None, Some(slug)) => about(NodeKind::Specialty, slug),
        _ => Err(Fault::invalid(
            "about",
            "each entry is one of procedure, condition and specialty",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "slug: a\nkind: WELLNESS\nlocale: en\ntitle: A\nsummary: B\nlicence: CC0-1.0\nattribution: C\nsource: s\nreview: none\n";

    fn faults(head: &str, body: &str) -> Vec<(u64, String)> {
        match check(&format!("---\n{head}---\n{body}")).article {
            Ok(_) => Vec::new(),
            Err(faults) => faults
                .into_iter()
                .map(|(line, fault)| (line, fault.detail))
                .collect(),
        }
    }

    #[test]
    fn a_small_article_is_sound() {
        let body = "## A {#OVERVIEW}\n\nText [R1].\n";
        let edition = check(&format!("---\n{HEAD}---\n{body}")).article.unwrap();
        assert_eq!(edition.document.locale.as_str(), "en");
        assert_eq!(edition.unlisted, [(3, "R1".to_owned())]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let head = "slug: A B\nkind: CONDITION\nlocale: en\ntitle: A\nlicence: CC0-1.0\nattribution: C\nsource: s\nreview: medical\nred_flags:\n  - urgency: NOW\n    text: Call 911.\nabout:\n  - procedure: a\n    condition: b\n";
        let found = faults(head, "## A {#OVERVIEW}\n\n## B\n");
        let found: Vec<String> = found
            .into_iter()
            .map(|(line, detail)| format!("{line}: {detail}"))
            .collect();
        insta::assert_snapshot!(found.join("\n"), @r#"
        1: slug: a slug is lower-case letters a to z and digits in words joined by single hyphens, at most 160 characters, like epidural-blood-patch
        1: summary is empty
        1: review: medical goes with reviewer and reviewed_on
        1: about: each entry is one of procedure, condition and specialty
        1: red_flags: urgency: use EMERGENCY, URGENT, ROUTINE
        19: the heading names no aspect: end it with one, such as {#OVERVIEW}
        1: red_flags: 911 is not the emergency number everywhere: write "your local emergency number"
        "#);
    }

    #[test]
    fn a_red_flag_is_mandatory_for_what_is_done_and_what_one_has() {
        let body = "## A {#OVERVIEW}\n\nText.\n";
        for (kind, expected) in [("PROCEDURE", 1), ("CONDITION", 1), ("WELLNESS", 0)] {
            let head = HEAD.replace("WELLNESS", kind);
            assert_eq!(faults(&head, body).len(), expected, "{kind}");
        }
    }

    #[test]
    fn a_review_names_who_and_when_or_nobody() {
        let cases = [
            (("none", false, false), true),
            (("none", true, false), false),
            (("medical", true, true), true),
            (("medical", true, false), false),
            (("peer", true, true), false),
        ];
        for ((review, reviewer, on), expected) in cases {
            assert_eq!(reviewed(review, reviewer, on).is_ok(), expected, "{review}");
        }
    }
}
