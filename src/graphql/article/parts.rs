//! The parts of an article as they are shown, and what its review is worth today.

use async_graphql::{Context, Enum, Object, SimpleObject};
use chrono::{Days, NaiveDate};

use super::readability::{Readability, tenths};
use super::served::Status;
use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::{self};
use crate::education::html;
use crate::education::translation;
use crate::graphql::context::Ask;
use crate::graphql::doctor::Doctor;
use crate::graphql::error::Failure;
use crate::graphql::glossary::GlossaryTerm;
use crate::graphql::scalar::Url;
use crate::graphql::sets::{HealthAspect, Urgency};
use crate::graphql::shared::Shared;
use crate::store::StoreError;
use crate::store::entity::{
    article, article_part, author, checklist_item, faq, media, red_flag, section,
};

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

/// What a translation is worth, held against the text in which the article was first written.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TranslationStatus {
    /// It was made from the text as it is, or is that text.
    Current,
    /// The original has changed since.
    Stale,
    /// A machine made it, and nobody has checked it.
    Machine,
    /// There is none: the original is served.
    Missing,
}

/// A translation held against the original.
#[derive(SimpleObject, Clone, Copy)]
pub struct Translation {
    /// What it is worth.
    pub status: TranslationStatus,
    /// How often the original has changed since; 0 where it is current, null where nobody knows.
    pub behind_by: Option<i32>,
}

impl From<Status> for Translation {
    fn from(status: Status) -> Self {
        let (status, behind_by) = match status {
            translation::Status::Current => (TranslationStatus::Current, Some(0)),
            translation::Status::Stale(behind) => (TranslationStatus::Stale, behind),
            translation::Status::Machine => (TranslationStatus::Machine, Some(0)),
            translation::Status::Missing => (TranslationStatus::Missing, None),
        };
        Translation { status, behind_by }
    }
}

/// A language in which an article is there.
#[derive(SimpleObject)]
pub struct Alternate {
    /// The language, for `hreflang`.
    pub locale: Locale,
    /// The article's slug, which is the same in every language.
    pub slug: String,
    /// The title in that language.
    pub title: String,
    /// The whole text held against the original: as outdated as its most outdated part.
    pub translation: Translation,
}

/// A sign that needs help.
#[derive(SimpleObject)]
pub struct RedFlag {
    /// How soon.
    pub urgency: Urgency,
    /// The sign and what to do, in plain words.
    pub text: String,
    /// The language in which it is: that of the original where the translation is outdated or has
    /// none.
    served_locale: Locale,
}

impl RedFlag {
    pub fn new(row: &red_flag::Model, served_locale: Locale) -> Self {
        RedFlag {
            urgency: row.urgency.0.into(),
            text: row.text.clone(),
            served_locale,
        }
    }
}

/// A part of an article about one aspect.
#[derive(Clone)]
pub struct Section {
    pub row: Shared<section::Model>,
    pub served_locale: Locale,
    pub status: Status,
    pub is_fallback: bool,
}

impl Section {
    /// What is known of it by its text.
    async fn part(&self, ctx: &Context<'_>) -> Result<Option<article_part::Model>, Failure> {
        let parts = ctx.loaders().parts();
        let parts = parts.load(self.row.translation_id.get()).await?;
        let name = self.row.aspect.0.spelling();
        let mut parts = parts.iter().flat_map(|rows| rows.iter());
        Ok(parts.find(|part| part.name == name).cloned())
    }
}

/// A part of an article about one aspect.
#[Object]
impl Section {
    /// What it speaks of.
    async fn aspect(&self) -> HealthAspect {
        self.row.aspect.0.into()
    }

    /// Its heading.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Its text in CommonMark. Citations such as `[EBP1]` are keys of `references`; links such as
    /// `glossary:dura` lead to `anchors`.
    async fn markdown(&self) -> &str {
        &self.row.markdown
    }

    /// Its text in HTML that is safe to show: no scripts, styles, forms or frames, and links to web
    /// pages only. Citations lead to `#ref-KEY` and terms to `#term-SLUG`.
    async fn html(&self) -> String {
        html::html(&self.row.markdown)
    }

    /// Its text without any marks: a paragraph or list item a line.
    async fn text(&self) -> &str {
        &self.row.text
    }

    /// The grade of school at which it reads; null where its scale gives none, or it is too short.
    async fn grade(&self, ctx: &Context<'_>) -> Result<Option<f64>, Failure> {
        let part = self.part(ctx).await?;
        Ok(part.and_then(|part| part.grade).map(tenths))
    }

    /// How it reads; null where it was imported before texts were measured.
    async fn readability(&self, ctx: &Context<'_>) -> Result<Option<Readability>, Failure> {
        Ok(self.part(ctx).await?.as_ref().map(Readability::of))
    }

    /// Whether it makes sense without the rest of the article.
    async fn standalone(&self) -> bool {
        self.row.standalone.unwrap_or(true)
    }

    /// The words that it leads to in the glossary, in the order of their first use.
    async fn anchors(&self, ctx: &Context<'_>) -> Result<Vec<GlossaryTerm>, Failure> {
        let mut slugs: Vec<String> = Vec::new();
        for (_, slug) in html::glossary_terms(&self.row.markdown) {
            if !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        let loader = ctx.loaders().term_by_slug();
        let terms = slugs.into_iter().map(|slug| loader.load(slug));
        let terms = futures_util::future::try_join_all(terms).await?;
        let locale = vec![self.served_locale.clone()];
        let terms = terms.into_iter().flatten();
        Ok(terms
            .map(|row| GlossaryTerm::new(row, Some(locale.clone())))
            .collect())
    }

    /// The language in which it is.
    async fn served_locale(&self) -> &Locale {
        &self.served_locale
    }

    /// Whether the original is served because the translation lacks this section, or has an outdated
    /// one that could harm.
    async fn fallback_used(&self) -> bool {
        self.is_fallback
    }

    /// The translated section held against the original, whichever is served.
    async fn translation(&self) -> Translation {
        self.status.into()
    }
}

/// What to do around a visit. Follow what the team that treats you says where it differs.
#[derive(SimpleObject, Default)]
pub struct Checklist {
    /// What to bring.
    pub bring: Vec<String>,
    /// What to ask about stopping: never stop a medicine on your own.
    pub stop: Vec<String>,
    /// What to ask.
    pub ask: Vec<String>,
    /// What to arrange.
    pub arrange: Vec<String>,
}

impl Checklist {
    pub fn of(rows: &[checklist_item::Model]) -> Self {
        let mut list = Checklist::default();
        for row in rows {
            let lines = match row.step.0 {
                domain::ChecklistStep::Bring => &mut list.bring,
                domain::ChecklistStep::Stop => &mut list.stop,
                domain::ChecklistStep::Ask => &mut list.ask,
                domain::ChecklistStep::Arrange => &mut list.arrange,
            };
            lines.push(row.text.clone());
        }
        list
    }
}

/// A question that patients ask.
pub struct Faq(pub faq::Model);

/// A question that patients ask.
#[Object]
impl Faq {
    /// The question.
    async fn question(&self) -> &str {
        &self.0.question
    }

    /// The answer without any marks.
    async fn answer(&self) -> &str {
        &self.0.text
    }

    /// The answer in CommonMark.
    async fn markdown(&self) -> &str {
        &self.0.markdown
    }

    /// The answer in HTML that is safe to show, as that of a section.
    async fn html(&self) -> String {
        html::html(&self.0.markdown)
    }
}

/// A picture or film beside the text.
#[derive(SimpleObject)]
pub struct Media {
    /// Where it is.
    url: Url,
    /// What it shows, for whoever does not see it.
    alt: Option<String>,
    /// Whom to name beside it.
    credit: Option<String>,
    /// Its licence, as an SPDX expression.
    licence: Option<String>,
}

impl From<&media::Model> for Media {
    fn from(row: &media::Model) -> Self {
        Media {
            url: Url(row.url.clone()),
            alt: row.alt.clone(),
            credit: row.credit.clone(),
            licence: row.licence.clone(),
        }
    }
}

/// Somebody who wrote an article.
pub struct Author(pub author::Model);

/// Somebody who wrote an article.
#[Object]
impl Author {
    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The doctor of the directory that this is; null where it is none.
    async fn doctor(&self, ctx: &Context<'_>) -> Result<Option<Doctor>, Failure> {
        let Some(id) = self.0.doctor_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().doctor().load(id).await?.map(Doctor))
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

/// The language of a text that is kept.
pub fn locale_of(tag: &str) -> Result<Locale, Failure> {
    tag.parse()
        .map_err(|_| StoreError::Corrupt("the locale of a translation").into())
}
