//! What a patient takes home of an article.

use async_graphql::Enum;

use super::parts::{Checklist, RedFlag};
use crate::education::handout::{self, Handout};
use crate::graphql::sets::Urgency;
use crate::store::entity::{article, article_translation};

/// The forms of a handout.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum HandoutFormat {
    /// HTML without a page around it, safe to show.
    Html,
    /// CommonMark.
    Markdown,
    /// A whole page of HTML for a printer: A4, nothing to load.
    PdfReady,
}

/// What stands on it.
pub fn of<'a>(
    row: &article::Model,
    text: &'a article_translation::Model,
    flags: &[RedFlag],
    checklist: Checklist,
) -> Handout<'a> {
    let words = handout::words(&text.locale);
    let of = |urgency: Urgency| {
        let flags = flags.iter().filter(|flag| flag.urgency == urgency);
        flags.map(|flag| flag.text.clone()).collect()
    };
    let review = match (row.reviewed_on, row.review_due_on) {
        (None, _) => words.unreviewed.to_owned(),
        (Some(on), None) => format!("{} {on}.", words.reviewed),
        (Some(on), Some(due)) => format!("{} {on}; {} {due}.", words.reviewed, words.due),
    };
    Handout {
        locale: &text.locale,
        title: &text.title,
        summary: &text.summary,
        lists: vec![
            (words.emergency, of(Urgency::Emergency)),
            (words.urgent, of(Urgency::Urgent)),
            (words.routine, of(Urgency::Routine)),
            (words.bring, checklist.bring),
            (words.stop, checklist.stop),
            (words.ask, checklist.ask),
            (words.arrange, checklist.arrange),
        ],
        notes: vec![review, format!("{} ({})", row.attribution, row.licence)],
    }
}

/// The handout in a form.
pub fn written(handout: &Handout<'_>, format: HandoutFormat) -> String {
    match format {
        HandoutFormat::Html => handout::fragment(handout),
        HandoutFormat::Markdown => handout::markdown(handout),
        HandoutFormat::PdfReady => handout::page(handout),
    }
}
