//! The parts of an article that its page and its handout share.

use maud::{Markup, html};

use super::answer::{Answer, Article, Checklist, ReviewStatus, foreign};
use crate::gateway::pages::language::Language;
use crate::gateway::pages::words::{date, language as language_name};

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
            @if let Some(interests) = &article.conflict_of_interest {
                " " (texts.article.interests) " " (interests)
            }
        }
    }
}

/// The signs, by how soon they need help. Where their translation is outdated they are told in the
/// language in which they are sound.
pub fn red_flags(article: &Article, answer: &Answer, language: Language) -> Markup {
    let texts = language.texts();
    // Where the whole article is in another language, the page says so above.
    let outdated = article.red_flags.first().filter(|flag| {
        foreign(&flag.served_locale, language).is_some()
            && flag.served_locale != article.served_locale
    });
    html! {
        @if !article.red_flags.is_empty() {
            section.red-flags aria-labelledby="red-flags" {
                h2 id="red-flags" { (texts.article.red_flags) }
                @if let Some(flag) = outdated {
                    p {
                        ((texts.article.part_outdated)(&language_name(&flag.served_locale, language)))
                    }
                }
                @for (urgency, signs) in article.by_urgency() {
                    h3 { (answer.urgencies.of(urgency)) }
                    ul {
                        @for sign in signs {
                            li lang=[foreign(&sign.served_locale, language)] { (sign.text) }
                        }
                    }
                }
            }
        }
    }
}

/// What to do around a visit.
pub fn checklist(list: &Checklist, spoken: Option<&str>, language: Language) -> Markup {
    let texts = language.texts();
    let groups = [
        (texts.article.bring, &list.bring),
        (texts.article.stop, &list.stop),
        (texts.article.ask, &list.ask),
        (texts.article.arrange, &list.arrange),
    ];
    html! {
        div.checks {
            @for (title, lines) in groups {
                @if !lines.is_empty() {
                    div {
                        h3 { (title) }
                        ul lang=[spoken] { @for line in lines { li { (line) } } }
                    }
                }
            }
        }
    }
}
