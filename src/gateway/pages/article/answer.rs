//! The answer to `article.graphql`.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use super::super::words::{Labels, Named};

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
    pub fallback_used: bool,
    pub alternates: Vec<Alternate>,
    pub red_flags: Vec<RedFlag>,
    pub sections: Vec<Section>,
    pub references: Vec<Reference>,
    pub review_status: ReviewStatus,
    pub reviewer: Option<Reviewer>,
    pub reviewed_at: Option<NaiveDate>,
    pub review_due_at: Option<NaiveDate>,
    pub licence: String,
    pub attribution: String,
    pub source: Option<Named>,
    pub demonstration: bool,
    pub json_ld: Json,
}

#[derive(Deserialize)]
pub struct Alternate {
    pub locale: String,
}

#[derive(Deserialize)]
pub struct RedFlag {
    pub urgency: String,
    pub text: String,
}

#[derive(Deserialize)]
pub struct Section {
    pub aspect: String,
    pub title: String,
    pub text: String,
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

impl Article {
    /// Signs that need help by how soon, the soonest first, in the order of the graph.
    pub fn by_urgency(&self) -> Vec<(&str, Vec<&str>)> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for flag in &self.red_flags {
            match groups
                .iter_mut()
                .find(|(urgency, _)| *urgency == flag.urgency)
            {
                Some((_, texts)) => texts.push(&flag.text),
                None => groups.push((&flag.urgency, vec![&flag.text])),
            }
        }
        groups
    }
}
