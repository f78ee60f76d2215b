//! An article as HTML: signs that need help first, then everything else.

use maud::{Markup, html};

use super::super::language::Language;
use super::super::words::{date, language as language_name};
use super::answer::{Answer, Article, Reference, ReviewStatus, Section};

/// All between header and footer.
pub fn content(article: &Article, answer: &Answer, beside: &Markup, language: Language) -> Markup {
    let texts = language.texts();
    // The language of what the graph gave, where it is not the page's.
    let spoken = Some(article.served_locale.as_str()).filter(|_| article.fallback_used);
    html! {
        article.record.reading {
            @if article.demonstration {
                p.banner.demonstration { (texts.demonstration_article) }
            }
            @if article.fallback_used {
                p.banner.note {
                    ((texts.article.only_in)(&language_name(&article.served_locale, language)))
                }
            }
            header {
                h1 lang=[spoken] { (article.title) }
                (review(article, answer, language))
            }
            div.columns {
                div.main-column {
                    (red_flags(article, answer, spoken, language))
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
                    (contents(&article.sections, spoken, language))
                    @for part in &article.sections {
                        section.prose.part lang=[spoken] aria-labelledby=(anchor(part)) {
                            h2 id=(anchor(part)) { (part.title) }
                            (paragraphs(&part.text))
                        }
                    }
                    (references(&article.references, language))
                    (licence(article, language))
                }
                aside.side-column aria-label=(texts.article.doctors) { (beside) }
            }
        }
    }
}

/// Whether anybody qualified has checked the article, in words.
pub fn review(article: &Article, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    let status = article.review_status;
    let is_good = matches!(status, ReviewStatus::Current | ReviewStatus::DueSoon);
    html! {
        p.review {
            span.chip.good[is_good].note[!is_good] { (answer.review_statuses.of(status.value())) }
            @if status == ReviewStatus::NotMedicallyReviewed {
                " " (texts.article.nobody_reviewed)
            }
            @if let Some(reviewer) = &article.reviewer {
                " " (texts.article.reviewed_by) " "
                a href=(language.at(&format!("/doctor/{}", reviewer.slug))) {
                    (reviewer.name.display)
                }
                @if reviewer.demonstration { " (" (texts.article.invented) ")" }
            }
            @if let Some(day) = article.reviewed_at {
                ", " (texts.article.on_day) " " (date(day, language)) "."
            }
            @if let Some(day) = article.review_due_at {
                " " (texts.article.due) " " (date(day, language)) "."
            }
        }
    }
}

/// The signs, by how soon they need help.
pub fn red_flags(
    article: &Article,
    answer: &Answer,
    spoken: Option<&str>,
    language: Language,
) -> Markup {
    let texts = language.texts();
    html! {
        @if !article.red_flags.is_empty() {
            section.red-flags aria-labelledby="red-flags" {
                h2 id="red-flags" { (texts.article.red_flags) }
                @for (urgency, signs) in article.by_urgency() {
                    h3 { (answer.urgencies.of(urgency)) }
                    ul lang=[spoken] { @for sign in signs { li { (sign) } } }
                }
            }
        }
    }
}

fn contents(sections: &[Section], spoken: Option<&str>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        @if sections.len() > 1 {
            nav.contents aria-labelledby="contents" {
                h2 id="contents" { (texts.article.contents) }
                ul lang=[spoken] {
                    @for part in sections { li { a href={ "#" (anchor(part)) } { (part.title) } } }
                }
            }
        }
    }
}

fn anchor(part: &Section) -> String {
    part.aspect.to_ascii_lowercase().replace('_', "-")
}

/// Plain text: a paragraph a line.
fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

fn references(references: &[Reference], language: Language) -> Markup {
    let texts = language.texts();
    html! {
        @if !references.is_empty() {
            section.references aria-labelledby="references" {
                h2 id="references" { (texts.article.references) }
                ul.plain-list {
                    @for one in references {
                        li id={ "ref-" (one.key) } {
                            span.key { "[" (one.key) "]" } " "
                            @match address(one) {
                                Some(address) => {
                                    a href=(address) rel="noopener noreferrer" { (one.title) }
                                }
                                None => (one.title),
                            }
                            @if let Some(source) = &one.source { ". " (source) }
                            @if let Some(year) = one.year { ", " (year) }
                            "."
                        }
                    }
                }
            }
        }
    }
}

/// Where a source is read.
fn address(reference: &Reference) -> Option<String> {
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    if let Some(url) = reference.url.as_ref().filter(is_web) {
        return Some(url.clone());
    }
    let doi = reference
        .doi
        .as_ref()
        .map(|doi| format!("https://doi.org/{doi}"));
    doi.or_else(|| {
        let pmid = reference.pmid.as_ref()?;
        Some(format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"))
    })
}

fn licence(article: &Article, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        footer.licence.muted.small {
            p { (article.attribution) " · " (texts.article.licence) " " (article.licence) }
            @if let Some(source) = &article.source {
                p { (texts.from) " " (source.name) }
            }
        }
    }
}
