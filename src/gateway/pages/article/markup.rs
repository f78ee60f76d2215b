//! An article as HTML: signs that need help first, then everything else.

use maud::{Markup, PreEscaped, html};

use super::answer::{Answer, Article, Question, Section, TranslationStatus, foreign};
use super::parts::{checklist, red_flags, review};
use super::rests_on::{end, glossary, media, references};
use crate::gateway::pages::language::Language;
use crate::gateway::pages::words::language as language_name;

/// All between header and footer.
pub fn content(article: &Article, answer: &Answer, beside: &Markup, language: Language) -> Markup {
    let texts = language.texts();
    let spoken = foreign(&article.served_locale, language);
    html! {
        article.record.reading {
            @if article.demonstration {
                p.banner.demonstration { (texts.demonstration_article) }
            }
            (translated(article, language))
            header {
                h1 lang=[spoken] { (article.title) }
                (review(article, answer, language))
                (effort(article, language))
            }
            div.columns {
                div.main-column {
                    (red_flags(article, answer, language))
                    section.summary aria-labelledby="summary" {
                        h2 id="summary" { (texts.article.in_short) }
                        p.lead.prose lang=[spoken] { (article.summary) }
                        p.actions {
                            a.button.plain
                                href=(language.at(&format!("/article/{}/print", article.slug))) {
                                (texts.article.handout)
                            }
                            a.button.plain.to-doctors href="#doctors" { (texts.article.doctors) }
                        }
                    }
                    (contents(article, language))
                    @for part in &article.sections { (section(part, language)) }
                    @if !article.checklist.is_empty() {
                        section.checklist.prose aria-labelledby="checklist" {
                            h2 id="checklist" { (texts.article.checklist) }
                            (checklist(&article.checklist, spoken, language))
                        }
                    }
                    (questions(&article.faq, spoken, language))
                    (glossary(&article.terms(), spoken, language))
                    (media(&article.media, spoken, language))
                    (references(&article.references, language))
                    (end(article, language))
                }
                aside.side-column aria-label=(texts.article.doctors) { (beside) }
            }
        }
    }
}

/// What the reader must know of the language of the text.
fn translated(article: &Article, language: Language) -> Markup {
    let texts = language.texts();
    let said = match article.translation() {
        _ if foreign(&article.served_locale, language).is_some() => {
            (texts.article.only_in)(&language_name(&article.served_locale, language))
        }
        TranslationStatus::Machine => texts.article.by_machine.to_owned(),
        TranslationStatus::Stale => texts.article.partly_outdated.to_owned(),
        TranslationStatus::Current | TranslationStatus::Missing => return html! {},
    };
    html! { p.banner.note { (said) } }
}

/// How long reading takes, and how hard it is.
fn effort(article: &Article, language: Language) -> Markup {
    let texts = language.texts();
    let Some(reading) = &article.readability else {
        return html! {};
    };
    html! {
        p.muted {
            ((texts.article.minutes)(reading.reading_minutes))
            @if let Some(grade) = reading.grade { ((texts.article.grade)(grade)) }
            "."
        }
    }
}

fn contents(article: &Article, language: Language) -> Markup {
    let texts = language.texts();
    let sections = &article.sections;
    let terms = !article.terms().is_empty();
    html! {
        nav.contents aria-labelledby="contents" {
            h2 id="contents" { (texts.article.contents) }
            ul {
                @for part in sections {
                    li lang=[foreign(&part.served_locale, language)] {
                        a href={ "#" (anchor(part)) } { (part.title) }
                    }
                }
                @if !article.checklist.is_empty() {
                    li { a href="#checklist" { (texts.article.checklist) } }
                }
                @if !article.faq.is_empty() {
                    li { a href="#questions" { (texts.article.questions) } }
                }
                @if terms { li { a href="#glossary" { (texts.article.glossary) } } }
                @if !article.references.is_empty() {
                    li { a href="#references" { (texts.article.references) } }
                }
            }
        }
    }
}

fn section(part: &Section, language: Language) -> Markup {
    let texts = language.texts();
    let spoken = foreign(&part.served_locale, language);
    let shown_in = language_name(&part.served_locale, language);
    let said = match part.translation.status {
        TranslationStatus::Stale if part.fallback_used => {
            Some((texts.article.part_outdated)(&shown_in))
        }
        TranslationStatus::Missing if part.fallback_used => {
            Some((texts.article.part_missing)(&shown_in))
        }
        TranslationStatus::Stale => Some(texts.article.part_may_be_outdated.to_owned()),
        _ => None,
    };
    html! {
        section.prose.part aria-labelledby=(anchor(part)) {
            h2 id=(anchor(part)) lang=[spoken] { (part.title) }
            @if let Some(said) = said { p.banner.note { (said) } }
            div.prose lang=[spoken] { (PreEscaped(&part.html)) }
        }
    }
}

fn anchor(part: &Section) -> String {
    part.aspect.to_ascii_lowercase().replace('_', "-")
}

fn questions(questions: &[Question], spoken: Option<&str>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        @if !questions.is_empty() {
            section.prose aria-labelledby="questions" {
                h2 id="questions" { (texts.article.questions) }
                @for one in questions {
                    h3 lang=[spoken] { (one.question) }
                    div.prose lang=[spoken] { (PreEscaped(&one.html)) }
                }
            }
        }
    }
}
