//! The answer to `article.graphql`.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::gateway::pages::language::Language;
use crate::gateway::pages::words::{Labels, Named, Slugged};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    pub article: Option<Article>,
    pub urgencies: Labels,
    pub review_statuses: Labels,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Article {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub served_locale: String,
    pub alternates: Vec<Alternate>,
    pub red_flags: Vec<RedFlag>,
    pub sections: Vec<Section>,
    pub checklist: Checklist,
    pub faq: Vec<Question>,
    pub media: Vec<Media>,
    pub readability: Option<Readability>,
    pub authors: Vec<Author>,
    pub references: Vec<Reference>,
    pub review_status: ReviewStatus,
    pub reviewer: Option<Reviewer>,
    pub reviewed_at: Option<NaiveDate>,
    pub review_due_at: Option<NaiveDate>,
    pub conflict_of_interest: Option<String>,
    pub licence: String,
    pub attribution: String,
    pub source: Option<Named>,
    pub demonstration: bool,
    pub json_ld: Json,
}

/// A language in which the article is there.
#[derive(Deserialize)]
pub struct Alternate {
    pub locale: String,
    pub translation: Translation,
}

/// A text held against the one in which the article was first written.
#[derive(Deserialize)]
pub struct Translation {
    pub status: TranslationStatus,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TranslationStatus {
    Current,
    Stale,
    Machine,
    Missing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RedFlag {
    pub urgency: String,
    pub text: String,
    pub served_locale: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    pub aspect: String,
    pub title: String,
    /// Safe to show, as the graph says.
    pub html: String,
    pub served_locale: String,
    pub fallback_used: bool,
    pub translation: Translation,
    pub anchors: Vec<Term>,
}

/// A word that the glossary explains.
#[derive(Deserialize)]
pub struct Term {
    pub slug: String,
    pub term: String,
    pub definition: String,
}

#[derive(Deserialize)]
pub struct Checklist {
    pub bring: Vec<String>,
    pub stop: Vec<String>,
    pub ask: Vec<String>,
    pub arrange: Vec<String>,
}

#[derive(Deserialize)]
pub struct Question {
    pub question: String,
    /// Safe to show, as the graph says.
    pub html: String,
}

#[derive(Deserialize)]
pub struct Media {
    pub url: String,
    pub alt: Option<String>,
    pub credit: Option<String>,
    pub licence: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Readability {
    pub grade: Option<f64>,
    pub reading_minutes: u32,
}

#[derive(Deserialize)]
pub struct Author {
    pub name: String,
    pub doctor: Option<Slugged>,
}

#[derive(Deserialize)]
pub struct Reference {
    pub key: String,
    pub title: String,
    pub source: Option<String>,
    pub year: Option<i32>,
    pub url: Option<String>,
    pub doi: Option<String>,
    pub pmid: Option<String>,
}

/// Whether somebody qualified has checked the article.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReviewStatus {
    Current,
    DueSoon,
    Overdue,
    NotMedicallyReviewed,
}

impl ReviewStatus {
    /// As the graph writes it.
    pub fn value(self) -> &'static str {
        match self {
            ReviewStatus::Current => "CURRENT",
            ReviewStatus::DueSoon => "DUE_SOON",
            ReviewStatus::Overdue => "OVERDUE",
            ReviewStatus::NotMedicallyReviewed => "NOT_MEDICALLY_REVIEWED",
        }
    }
}

#[derive(Deserialize)]
pub struct Reviewer {
    pub slug: String,
    pub name: ReviewerName,
    pub demonstration: bool,
}

#[derive(Deserialize)]
pub struct ReviewerName {
    pub display: String,
}

/// The locale, where it is not that of the page: for `lang`.
pub fn foreign(locale: &str, page: Language) -> Option<&str> {
    (Language::of(locale) != Some(page)).then_some(locale)
}

impl Article {
    /// Signs that need help by how soon, the soonest first, in the order of the graph.
    pub fn by_urgency(&self) -> Vec<(&str, Vec<&RedFlag>)> {
        let mut groups: Vec<(&str, Vec<&RedFlag>)> = Vec::new();
        for flag in &self.red_flags {
            match groups
                .iter_mut()
                .find(|(urgency, _)| *urgency == flag.urgency)
            {
                Some((_, flags)) => flags.push(flag),
                None => groups.push((&flag.urgency, vec![flag])),
            }
        }
        groups
    }

    /// What the text that is served is worth as a translation.
    pub fn translation(&self) -> TranslationStatus {
        let mut alternates = self.alternates.iter();
        let served = alternates.find(|one| one.locale == self.served_locale);
        served.map_or(TranslationStatus::Current, |one| one.translation.status)
    }

    /// The words that its sections lead to, each once, in the order of their first use.
    pub fn terms(&self) -> Vec<&Term> {
        let mut terms: Vec<&Term> = Vec::new();
        for term in self.sections.iter().flat_map(|part| &part.anchors) {
            if terms.iter().all(|known| known.slug != term.slug) {
                terms.push(term);
            }
        }
        terms
    }
}

impl Checklist {
    pub fn is_empty(&self) -> bool {
        let all = [&self.bring, &self.stop, &self.ask, &self.arrange];
        all.iter().all(|lines| lines.is_empty())
    }
}
