//! An article on one sheet of paper: what it is, when to get help, and where it is from.

use maud::{Markup, html};

use super::super::language::Language;
use super::answer::{Answer, Article};
use super::markup::{red_flags, review};

/// The sheet. `address` is where the whole article is read.
pub fn content(article: &Article, answer: &Answer, address: &str, language: Language) -> Markup {
    let texts = language.texts();
    let spoken = Some(article.served_locale.as_str()).filter(|_| article.fallback_used);
    html! {
        p.how-to-print {
            a href=(address) { (texts.article.whole) } " · " (texts.article.how_to_print)
        }
        article.sheet {
            @if article.demonstration {
                p.banner.demonstration { (texts.demonstration_article) }
            }
            h1 lang=[spoken] { (article.title) }
            (red_flags(article, answer, spoken, language))
            section aria-labelledby="summary" {
                h2 id="summary" { (texts.article.in_short) }
                p lang=[spoken] { (article.summary) }
            }
            footer {
                (review(article, answer, language))
                p { (texts.not_advice) }
                p {
                    (article.attribution) " · " (texts.article.licence) " " (article.licence)
                    " · " (texts.article.whole) ": " (address)
                }
            }
        }
    }
}
