//! What an article must be before it is looked up in the database. Pure.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;

use super::front_matter::{self, About, FrontMatter, Reference};
use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::domain::{ArticleKind, NodeKind, RejectReason, Urgency};
use crate::education::citations::citations;
use crate::education::emergency;
use crate::education::sections::{Section, sections};
use crate::ingest::fault::Fault;

/// An article that is sound as far as its own text goes.
#[derive(Debug)]
pub struct Draft {
    pub slug: String,
    pub kind: ArticleKind,
    pub locale: String,
    pub title: String,
    pub summary: String,
    pub licence: String,
    pub attribution: String,
    pub demonstration: bool,
    pub reviewer: Option<String>,
    pub reviewed_on: Option<NaiveDate>,
    pub review_due_on: Option<NaiveDate>,
    pub about: Vec<(NodeKind, String)>,
    pub red_flags: Vec<(Urgency, String)>,
    pub references: Vec<Reference>,
    pub sections: Vec<Section>,
    /// Citations without a reference in this file. A translation may cite what the original lists.
    pub unlisted: Vec<(u64, String)>,
}

/// What the text says of its source, and the article or all that is wrong with it, by line.
pub struct Checked {
    pub source: Option<String>,
    pub article: Result<Draft, Vec<(u64, Fault)>>,
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
        };
    };
    let mut faults = Faults::default();
    let in_file = |line: usize| (line + cut.lines_before) as u64;
    let sections = sections(cut.body).unwrap_or_else(|found| {
        for fault in found {
            let reason = RejectReason::InvalidValue;
            let line = in_file(fault.line);
            faults.at(line, Fault::new(reason, fault.kind.to_string()));
        }
        Vec::new()
    });
    let front = match front_matter::read(cut.head) {
        Ok(front) => front,
        Err((line, fault)) => {
            faults.at(line, fault);
            return Checked {
                source: None,
                article: Err(faults.0),
            };
        }
    };
    let unlisted = citations(cut.body)
        .filter(|citation| {
            !front
                .references
                .iter()
                .any(|known| known.key == citation.key)
        })
        .map(|citation| (in_file(citation.line), citation.key.to_owned()))
        .collect();
    let source = front.source.clone();
    let draft = draft(front, sections, unlisted, &mut faults);
    Checked {
        source,
        article: match draft {
            Some(draft) if faults.0.is_empty() => Ok(draft),
            _ => Err(faults.0),
        },
    }
}

/// Everything that is wrong so far.
#[derive(Default)]
struct Faults(Vec<(u64, Fault)>);

impl Faults {
    fn at(&mut self, line: u64, fault: Fault) {
        self.0.push((line, fault));
    }

    /// Notes a fault of the front matter; YAML values know no lines, so it is said of the first.
    fn kept<T>(&mut self, found: Result<T, Fault>) -> Option<T> {
        found.map_err(|fault| self.at(1, fault)).ok()
    }
}

fn draft(
    front: FrontMatter,
    sections: Vec<Section>,
    unlisted: Vec<(u64, String)>,
    faults: &mut Faults,
) -> Option<Draft> {
    let slug = faults.kept(required(front.slug, "slug").and_then(parsed::<Slug>("slug")));
    let kind = faults.kept(required(front.kind, "kind").and_then(one_of::<ArticleKind>("kind")));
    let locale = faults.kept(required(front.locale, "locale").and_then(parsed::<Locale>("locale")));
    let title = faults.kept(required(front.title, "title"));
    let summary = faults.kept(required(front.summary, "summary"));
    let licence = faults.kept(required(front.licence, "licence"));
    let attribution = faults.kept(required(front.attribution, "attribution"));
    faults.kept(required(front.source, "source"));
    let reviewed_on = faults.kept(date(front.reviewed_on, "reviewed_on"));
    let review_due_on = faults.kept(date(front.review_due_on, "review_due_on"));
    let review = faults.kept(required(front.review, "review"));
    if let (Some(review), Some(reviewed_on)) = (review, reviewed_on) {
        faults.kept(reviewed(
            &review,
            front.reviewer.is_some(),
            reviewed_on.is_some(),
        ));
    }

    let about: Vec<_> = front
        .about
        .into_iter()
        .filter_map(|subject| faults.kept(node(subject)))
        .collect();
    if about
        .iter()
        .enumerate()
        .any(|(place, subject)| about[..place].contains(subject))
    {
        faults.at(1, Fault::duplicate("about: a subject stands there twice"));
    }
    if front.red_flags.is_empty()
        && matches!(kind, Some(ArticleKind::Procedure | ArticleKind::Condition))
    {
        faults.at(1, Fault::missing("red_flags"));
    }
    let mut red_flags = Vec::new();
    for flag in front.red_flags {
        for number in emergency::numbers(&flag.text) {
            let right = format!(
                "{number} is not the emergency number everywhere: write \"your local emergency number\""
            );
            faults.at(1, Fault::invalid("red_flags", right));
        }
        let urgency = one_of::<Urgency>("red_flags: urgency")(flag.urgency);
        if let Some(urgency) = faults.kept(urgency) {
            red_flags.push((urgency, flag.text));
        }
    }
    let references = front.references;
    for (place, reference) in references.iter().enumerate() {
        if references[..place]
            .iter()
            .any(|above| above.key == reference.key)
        {
            let twice = format!("references: {} stands there twice", reference.key);
            faults.at(1, Fault::duplicate(twice));
        }
    }

    Some(Draft {
        slug: slug?.into_string(),
        kind: kind?,
        locale: locale?.to_string(),
        title: title?,
        summary: summary?,
        licence: licence?,
        attribution: attribution?,
        demonstration: front.demonstration,
        reviewer: front.reviewer,
        reviewed_on: reviewed_on?,
        review_due_on: review_due_on?,
        about,
        red_flags,
        references,
        sections,
        unlisted,
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

fn node(about: About) -> Result<(NodeKind, String), Fault> {
    match (about.procedure, about.condition, about.specialty) {
        (Some(slug), None, None) => Ok((NodeKind::Procedure, slug)),
        (None, Some(slug), None) => Ok((NodeKind::Condition, slug)),
        (None, None, Some(slug)) => Ok((NodeKind::Specialty, slug)),
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
        let draft = check(&format!("---\n{HEAD}---\n{body}")).article.unwrap();
        assert_eq!(draft.locale, "en");
        assert_eq!(draft.unlisted, [(14, "R1".to_owned())]);
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
        19: the heading names no aspect: end it with one, such as {#OVERVIEW}
        1: slug: a slug is lower-case letters a to z and digits in words joined by single hyphens, at most 160 characters, like epidural-blood-patch
        1: summary is empty
        1: review: medical goes with reviewer and reviewed_on
        1: about: each entry is one of procedure, condition and specialty
        1: red_flags: 911 is not the emergency number everywhere: write "your local emergency number"
        1: red_flags: urgency: use EMERGENCY, URGENT, ROUTINE
        "#);
    }

    #[test]
    fn a_red_flag_is_mandatory_for_what_is_done_and_what_one_has() {
        let body = "## A {#OVERVIEW}\n\nText.\n";
        for (kind, expected) in [("PROCEDURE", 1), ("CONDITION", 1), ("SYMPTOM", 0)] {
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
