//! What stands at the end of an article: words explained, pictures, sources, and who wrote it.

use maud::{Markup, html};

use super::answer::{Article, Media, Reference, Term};
use crate::gateway::pages::language::Language;

/// The words that sections lead to.
pub fn glossary(terms: &[&Term], spoken: Option<&str>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        @if !terms.is_empty() {
            section.glossary aria-labelledby="glossary" {
                h2 id="glossary" { (texts.article.glossary) }
                dl lang=[spoken] {
                    @for term in terms {
                        dt id={ "term-" (term.slug) } { (term.term) }
                        dd { (term.definition) }
                    }
                }
            }
        }
    }
}

/// Pictures and films, as links: a page loads nothing from other hosts.
pub fn media(media: &[Media], spoken: Option<&str>, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        @if !media.is_empty() {
            section aria-labelledby="media" {
                h2 id="media" { (texts.article.media) }
                ul {
                    @for one in media {
                        @if is_web(&one.url) {
                            li {
                                a href=(one.url) rel="noopener noreferrer" lang=[spoken] {
                                    (one.alt.as_deref().unwrap_or(&one.url))
                                }
                                @if let Some(credit) = &one.credit { " · " (credit) }
                                @if let Some(licence) = &one.licence { " · " (licence) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the article rests on.
pub fn references(references: &[Reference], language: Language) -> Markup {
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

/// Who wrote it, under which licence, and where it is from.
pub fn end(article: &Article, language: Language) -> Markup {
    let texts = language.texts();
    html! {
        footer.licence.muted.small {
            @if !article.authors.is_empty() {
                p {
                    (texts.article.written_by) " "
                    @for (number, author) in article.authors.iter().enumerate() {
                        @if number > 0 { ", " }
                        @match &author.doctor {
                            Some(doctor) => {
                                a href=(language.at(&format!("/doctor/{}", doctor.slug))) {
                                    (author.name)
                                }
                            }
                            None => (author.name),
                        }
                    }
                }
            }
            p { (article.attribution) " · " (texts.article.licence) " " (article.licence) }
            @if let Some(source) = &article.source { p { (texts.from) " " (source.name) } }
        }
    }
}

/// Where a source is read.
fn address(reference: &Reference) -> Option<String> {
    if let Some(url) = reference.url.as_ref().filter(|url| is_web(url)) {
        return Some(url.clone());
    }
    let doi = reference.doi.as_ref();
    let doi = doi.map(|doi| format!("https://doi.org/{doi}"));
    doi.or_else(|| {
        let pmid = reference.pmid.as_ref()?;
        Some(format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/"))
    })
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
