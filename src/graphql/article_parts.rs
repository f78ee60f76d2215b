//! The parts of an article as they are shown, and what its review is worth today.

use async_graphql::{Enum, SimpleObject};
use chrono::{Days, NaiveDate};

use super::scalar::Url;
use super::sets::{HealthAspect, Urgency};
use crate::domain::locale::Locale;
use crate::store::entity::{article, red_flag, reference, section};

/// How long before it is due a review is announced.
const SOON: Days = Days::new(90);

/// Whether somebody qualified has checked an article, and whether that still holds.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReviewStatus {
    /// Reviewed, and not due for another review soon.
    Current,
    /// The next review is due within 90 days.
    DueSoon,
    /// The next review is overdue.
    Overdue,
    /// No clinician has reviewed it.
    NotMedicallyReviewed,
}

/// A language in which an article is there.
#[derive(SimpleObject)]
pub struct Alternate {
    /// The language.
    pub locale: Locale,
    /// The article's slug, which is the same in every language.
    pub slug: String,
    /// The title in that language.
    pub title: String,
}

/// A sign that needs help.
#[derive(SimpleObject)]
pub struct RedFlag {
    /// How soon.
    urgency: Urgency,
    /// The sign and what to do, in plain words.
    text: String,
}

impl From<&red_flag::Model> for RedFlag {
    fn from(row: &red_flag::Model) -> Self {
        RedFlag {
            urgency: row.urgency.0.into(),
            text: row.text.clone(),
        }
    }
}

/// A part of an article about one aspect.
#[derive(SimpleObject)]
pub struct Section {
    /// What it speaks of.
    pub aspect: HealthAspect,
    /// Its heading.
    title: String,
    /// Its text in CommonMark. Citations such as `[EBP1]` are keys of `references`.
    markdown: String,
    /// Its text without any marks: a paragraph or list item a line.
    text: String,
}

impl From<&section::Model> for Section {
    fn from(row: &section::Model) -> Self {
        Section {
            aspect: row.aspect.0.into(),
            title: row.title.clone(),
            markdown: row.markdown.clone(),
            text: row.text.clone(),
        }
    }
}

/// A source that an article rests on.
#[derive(SimpleObject)]
pub struct Reference {
    /// The key by which sections cite it.
    key: String,
    /// Its title.
    title: String,
    /// Who published it, or where it appeared.
    source: Option<String>,
    /// When it appeared.
    year: Option<i32>,
    /// Where it is read.
    url: Option<Url>,
    /// Its Digital Object Identifier.
    doi: Option<String>,
    /// Its number in PubMed.
    pmid: Option<String>,
}

impl From<&reference::Model> for Reference {
    fn from(row: &reference::Model) -> Self {
        Reference {
            key: row.key.clone(),
            title: row.title.clone(),
            source: row.source.clone(),
            year: row.year,
            url: row.url.clone().map(Url),
            doi: row.doi.clone(),
            pmid: row.pmid.clone(),
        }
    }
}

/// What the review of an article is worth on a day.
pub fn review_status(row: &article::Model, today: NaiveDate) -> ReviewStatus {
    let (Some(_), Some(_)) = (row.reviewer_id, row.reviewed_on) else {
        return ReviewStatus::NotMedicallyReviewed;
    };
    match row.review_due_on {
        Some(due) if due < today => ReviewStatus::Overdue,
        Some(due) if due < today + SOON => ReviewStatus::DueSoon,
        _ => ReviewStatus::Current,
    }
}
