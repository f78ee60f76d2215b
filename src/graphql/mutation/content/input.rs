//! The text of an article as callers give it, and the document that it becomes.

use async_graphql::{InputObject, OneofObject};

use crate::domain::NodeKind;
use crate::domain::article::{self, Document};
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::graphql::mutation::problems::Problems;
use crate::graphql::scalar::Url;
use crate::graphql::sets::{ArticleKind, Audience, Urgency};

/// The most of a list that one article takes.
const MOST: usize = 200;

/// The longest line, in characters.
const LINE: usize = 1_000;

/// The longest body, in bytes.
const BODY: usize = 200_000;

/// A sign that needs help.
#[derive(InputObject)]
pub struct RedFlagInput {
    /// How soon.
    pub urgency: Urgency,
    /// The sign and what to do. It names no emergency number: "your local emergency number".
    pub text: String,
}

/// What to do around a visit.
#[derive(InputObject)]
pub struct ChecklistInput {
    /// What to bring.
    pub bring: Option<Vec<String>>,
    /// What to ask about stopping.
    pub stop: Option<Vec<String>>,
    /// What to ask.
    pub ask: Option<Vec<String>>,
    /// What to arrange.
    pub arrange: Option<Vec<String>>,
}

/// A question that patients ask.
#[derive(InputObject)]
pub struct FaqInput {
    /// The question.
    pub question: String,
    /// The answer, in CommonMark.
    pub answer: String,
}

/// A picture or film beside the text.
#[derive(InputObject)]
pub struct MediaInput {
    /// Where it is.
    pub url: Url,
    /// What it shows, for whoever does not see it; needed to publish.
    pub alt: Option<String>,
    /// Whom to name beside it; needed to publish.
    pub credit: Option<String>,
    /// Its licence, as an SPDX expression; needed to publish.
    pub licence: Option<String>,
}

/// A source that the text rests on.
#[derive(InputObject)]
pub struct ReferenceInput {
    /// The key by which the text cites it, as `[EBP1]`: letters and digits that begin with a
    /// capital and hold a digit.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who published it, or where it appeared.
    pub source: Option<String>,
    /// When it appeared.
    pub year: Option<i32>,
    /// Where it is read.
    pub url: Option<Url>,
    /// Its Digital Object Identifier.
    pub doi: Option<String>,
    /// Its number in PubMed.
    pub pmid: Option<String>,
}

/// Somebody who wrote an article.
#[derive(InputObject)]
pub struct AuthorInput {
    /// The name.
    pub name: String,
    /// The slug of the doctor of the directory that this is.
    pub doctor: Option<Slug>,
}

/// What an article is about.
#[derive(OneofObject)]
pub enum SubjectInput {
    /// The slug of a procedure.
    Procedure(Slug),
    /// The slug of a condition.
    Condition(Slug),
    /// The slug of a specialty.
    Specialty(Slug),
}

/// What every language of an article shares.
#[derive(InputObject)]
pub struct ArticleSharedInput {
    /// What kind of thing it explains; the kind says which sections are needed to publish it.
    pub kind: ArticleKind,
    /// Whom it is written for; patients when it is left out.
    pub audience: Option<Audience>,
    /// Who wrote it.
    pub authors: Option<Vec<AuthorInput>>,
    /// The licence of the text, as an SPDX expression.
    pub licence: String,
    /// The words to show beside the text.
    pub attribution: String,
    /// What it is about.
    pub about: Option<Vec<SubjectInput>>,
    /// What it rests on.
    pub references: Option<Vec<ReferenceInput>>,
    /// Whether it is invented to show what the graph can do.
    pub demonstration: Option<bool>,
}

/// What an article says in one language: all of it, for what is left out is not there.
#[derive(InputObject)]
pub struct ArticleTextInput {
    /// The title.
    pub title: String,
    /// Two or three sentences.
    pub summary: String,
    /// The same in words that are easier still: grade 4 at most for patients.
    pub easy_summary: Option<String>,
    /// The sections in CommonMark, each under a heading such as
    /// `## How it is done {#HOW_PERFORMED}`.
    pub body: String,
    /// Signs that need help, the most urgent first.
    pub red_flags: Option<Vec<RedFlagInput>>,
    /// What to do around a visit.
    pub checklist: Option<ChecklistInput>,
    /// Questions that patients ask.
    pub faq: Option<Vec<FaqInput>>,
    /// Pictures and films.
    pub media: Option<Vec<MediaInput>>,
}

/// The document of an article in the language in which it is first written.
pub fn original(
    (slug, locale): (&Slug, &Locale),
    shared: ArticleSharedInput,
    text: ArticleTextInput,
    problems: &mut Problems,
) -> Document {
    let references = listed(problems, "shared.references", shared.references);
    let authors = listed(problems, "shared.authors", shared.authors);
    let about = listed(problems, "shared.about", shared.about);
    let mut line = |field: &str, text: String| {
        bounded(problems, field, &text, LINE);
        text.trim().to_owned()
    };
    let held = Document {
        slug: slug.to_string(),
        kind: shared.kind.into(),
        locale: locale.clone(),
        title: String::new(),
        summary: String::new(),
        easy_summary: None,
        audience: shared.audience.map(Into::into).unwrap_or_default(),
        authors: authors
            .into_iter()
            .map(|author| article::Author {
                name: line("shared.authors.name", author.name),
                doctor: author.doctor.map(Slug::into_string),
            })
            .collect(),
        licence: line("shared.licence", shared.licence),
        attribution: line("shared.attribution", shared.attribution),
        demonstration: shared.demonstration.unwrap_or(false),
        review: None,
        about: about
            .into_iter()
            .map(|subject| {
                let (kind, slug) = match subject {
                    SubjectInput::Procedure(slug) => (NodeKind::Procedure, slug),
                    SubjectInput::Condition(slug) => (NodeKind::Condition, slug),
                    SubjectInput::Specialty(slug) => (NodeKind::Specialty, slug),
                };
                article::About {
                    kind,
                    slug: slug.into_string(),
                }
            })
            .collect(),
        red_flags: Vec::new(),
        checklist: article::Checklist::default(),
        faq: Vec::new(),
        references: references
            .into_iter()
            .map(|held| article::Reference {
                key: line("shared.references.key", held.key),
                title: line("shared.references.title", held.title),
                source: held
                    .source
                    .map(|text| line("shared.references.source", text)),
                year: held.year.and_then(|year| u16::try_from(year).ok()),
                url: held.url.map(|url| line("shared.references.url", url.0)),
                doi: held.doi.map(|text| line("shared.references.doi", text)),
                pmid: held.pmid.map(|text| line("shared.references.pmid", text)),
            })
            .collect(),
        media: Vec::new(),
        machine: false,
        made_from: Default::default(),
        body: String::new(),
    };
    saying(held, text, problems)
}

/// The document with another text, in its language.
pub fn saying(held: Document, text: ArticleTextInput, problems: &mut Problems) -> Document {
    let red_flags = listed(problems, "text.redFlags", text.red_flags);
    let faq = listed(problems, "text.faq", text.faq);
    let media = listed(problems, "text.media", text.media);
    bounded(problems, "text.body", &text.body, BODY);
    let steps = text.checklist.map(|given| article::Checklist {
        bring: listed(problems, "text.checklist.bring", given.bring),
        stop: listed(problems, "text.checklist.stop", given.stop),
        ask: listed(problems, "text.checklist.ask", given.ask),
        arrange: listed(problems, "text.checklist.arrange", given.arrange),
    });
    let checklist = steps.unwrap_or_default();
    for (_, line) in checklist.steps() {
        bounded(problems, "text.checklist", line, LINE);
    }
    let mut line = |field: &str, text: String| {
        bounded(problems, field, &text, LINE);
        text.trim().to_owned()
    };
    Document {
        title: line("text.title", text.title),
        summary: line("text.summary", text.summary),
        easy_summary: text.easy_summary.map(|text| line("text.easySummary", text)),
        red_flags: red_flags
            .into_iter()
            .map(|flag| article::RedFlag {
                urgency: flag.urgency.into(),
                text: line("text.redFlags.text", flag.text),
            })
            .collect(),
        faq: faq
            .into_iter()
            .map(|asked| article::Question {
                question: line("text.faq.question", asked.question),
                answer: line("text.faq.answer", asked.answer),
            })
            .collect(),
        media: media
            .into_iter()
            .map(|media| article::Media {
                url: line("text.media.url", media.url.0),
                alt: media.alt.map(|text| line("text.media.alt", text)),
                credit: media.credit.map(|text| line("text.media.credit", text)),
                licence: media.licence.map(|text| line("text.media.licence", text)),
            })
            .collect(),
        checklist,
        body: text.body,
        ..held
    }
}

fn listed<T>(problems: &mut Problems, field: &str, given: Option<Vec<T>>) -> Vec<T> {
    let given = given.unwrap_or_default();
    if given.len() > MOST {
        problems.note(field, format_args!("at most {MOST}, found {}", given.len()));
    }
    given
}

fn bounded(problems: &mut Problems, field: &str, text: &str, most: usize) {
    if text.trim().is_empty() && field != "text.body" {
        problems.note(field, "it is empty");
    }
    if text.len() > most {
        problems.note(
            field,
            format_args!("at most {most} bytes, found {}", text.len()),
        );
    }
    let unseen = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t');
    if text.chars().any(unseen) {
        problems.note(field, "without control characters");
    }
}
