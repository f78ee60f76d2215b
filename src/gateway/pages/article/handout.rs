//! An article on one sheet of paper: when to get help, what it is, what to do around the visit, and
//! where it is from.

use maud::{Markup, html};

use super::answer::{Answer, Article, foreign};
use super::parts::{checklist, red_flags, review};
use crate::gateway::pages::language::Language;

/// The sheet. `address` is where the whole article is read.
pub fn content(article: &Article, answer: &Answer, address: &str, language: Language) -> Markup {
    let texts = language.texts();
    let spoken = foreign(&article.served_locale, language);
    html! {
        p.how-to-print {
            a href=(address) { (texts.article.whole) } " · " (texts.article.how_to_print)
        }
        article.sheet {
            @if article.demonstration {
                p.banner.demonstration { (texts.demonstration_article) }
            }
            h1 lang=[spoken] { (article.title) }
            (red_flags(article, answer, language))
            section aria-labelledby="summary" {
                h2 id="summary" { (texts.article.in_short) }
                p lang=[spoken] { (article.summary) }
            }
            @if !article.checklist.is_empty() {
                section aria-labelledby="checklist" {
                    h2 id="checklist" { (texts.article.checklist) }
                    (checklist(&article.checklist, spoken, language))
                }
            }
            footer {
                (review(article, answer, language))
                p { (texts.not_advice) }
                p {
                    (article.attribution) " · " (texts.article.licence) " " (article.licence)
                    @if let Some(source) = &article.source {
                        " · " (texts.from) " " (source.name)
                    }
                    " · " (texts.article.whole) ": " (address)
                }
            }
        }
    }
}
