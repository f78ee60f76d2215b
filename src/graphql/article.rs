//! Patient-education articles.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, Enum, ID, Object, OneofObject, SimpleObject, Union};
use chrono::{Days, NaiveDate};
use futures_util::future::try_join_all;

use super::condition::Condition;
use super::context::Ask;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::{Cursor, Page, Total, related};
use super::procedure::Procedure;
use super::scalar::{Date, DateTime, Url};
use super::sets::{ArticleKind, HealthAspect, Urgency};
use super::source::Source;
use super::specialty::Specialty;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::domain::slug::Slug;
use crate::store::StoreError;
use crate::store::entity::{article, article_translation};
use crate::store::id::Id;
use crate::store::relations;

pub type ArticleConnection = Connection<Cursor, Article, Total, EmptyFields>;

/// How long before it is due a review is announced.
const SOON: Days = Days::new(90);

pub struct Article {
    row: Arc<article::Model>,
    /// The reader's languages, the best first.
    locales: Arc<[Locale]>,
}

/// Names an article in one of two ways.
#[derive(OneofObject)]
pub enum ArticleBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
}

impl ArticleBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<article::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            ArticleBy::Id(id) => {
                loaders
                    .article()
                    .load(global_id::of_kind(Kind::Article, id)?)
                    .await?
            }
            ArticleBy::Slug(slug) => loaders.article_by_slug().load(slug.to_string()).await?,
        })
    }
}

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

/// A sign that needs help.
#[derive(SimpleObject)]
pub struct RedFlag {
    /// How soon.
    urgency: Urgency,
    /// The sign and what to do, in plain words.
    text: String,
}

/// A part of an article about one aspect.
#[derive(SimpleObject)]
pub struct Section {
    /// What it speaks of.
    aspect: HealthAspect,
    /// Its heading.
    title: String,
    /// Its text in CommonMark. Citations such as `[EBP1]` are keys of `references`.
    markdown: String,
    /// Its text without any marks: a paragraph or list item a line.
    text: String,
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

/// What an article is about.
#[derive(Union)]
pub enum ArticleSubject {
    Procedure(Procedure),
    Condition(Condition),
    Specialty(Specialty),
}

impl Article {
    /// The article for a reader of these languages; English when none is given.
    pub fn new(row: Arc<article::Model>, locales: Option<Vec<Locale>>) -> Self {
        let locales = locales
            .filter(|locales| !locales.is_empty())
            .unwrap_or_else(|| vec![Locale::english()]);
        Article {
            row,
            locales: locales.into(),
        }
    }

    /// The translation to serve, and whether it is one the reader asked for.
    async fn served(
        &self,
        ctx: &Context<'_>,
    ) -> Result<(article_translation::Model, bool), Failure> {
        let translations = ctx.loaders().translations().load(self.row.id.get()).await?;
        let translations = translations.ok_or(StoreError::Corrupt("an article without a text"))?;
        let asked = self.locales.iter().find_map(|locale| {
            let exact = translations
                .iter()
                .find(|row| row.locale == locale.as_str());
            exact.or_else(|| {
                translations
                    .iter()
                    .find(|row| row.locale == locale.language())
            })
        });
        if let Some(row) = asked {
            return Ok((row.clone(), true));
        }
        translations
            .iter()
            .find(|row| row.locale == self.row.original_locale)
            .or_else(|| translations.first())
            .map(|row| (row.clone(), false))
            .ok_or_else(|| StoreError::Corrupt("an article without a text").into())
    }

    async fn all_sections(&self, ctx: &Context<'_>) -> Result<Vec<Section>, Failure> {
        let (translation, _) = self.served(ctx).await?;
        let sections = ctx.loaders().sections().load(translation.id.get()).await?;
        Ok(sections
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| Section {
                aspect: row.aspect.0.into(),
                title: row.title.clone(),
                markdown: row.markdown.clone(),
                text: row.text.clone(),
            })
            .collect())
    }
}

/// An article that explains something to patients. Read `reviewStatus` before you rely on it, and
/// always show `redFlags` with the summary.
#[Object]
impl Article {
    /// Identifies this article among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Article, self.row.id)
    }

    /// The article's readable name, unique among articles.
    async fn slug(&self) -> &str {
        &self.row.slug
    }

    /// What kind of thing it explains.
    async fn kind(&self) -> ArticleKind {
        self.row.kind.0.into()
    }

    /// The title in the served language.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(self.served(ctx).await?.0.title)
    }

    /// The article in two or three sentences. Show it together with `redFlags`.
    async fn summary(&self, ctx: &Context<'_>) -> Result<String, Failure> {
        Ok(self.served(ctx).await?.0.summary)
    }

    /// The language in which texts are served.
    async fn served_locale(&self, ctx: &Context<'_>) -> Result<Locale, Failure> {
        let (translation, _) = self.served(ctx).await?;
        translation
            .locale
            .parse()
            .map_err(|_| StoreError::Corrupt("the locale of a translation").into())
    }

    /// Whether none of the asked languages was there, so that another one is served.
    async fn fallback_used(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        Ok(!self.served(ctx).await?.1)
    }

    /// Signs that need help, the most urgent first.
    async fn red_flags(&self, ctx: &Context<'_>) -> Result<Vec<RedFlag>, Failure> {
        let (translation, _) = self.served(ctx).await?;
        let flags = ctx.loaders().red_flags().load(translation.id.get()).await?;
        Ok(flags
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| RedFlag {
                urgency: row.urgency.0.into(),
                text: row.text.clone(),
            })
            .collect())
    }

    /// The text in its parts, in reading order.
    async fn sections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only sections about these aspects; all when it is left out.")]
        aspects: Option<Vec<HealthAspect>>,
    ) -> Result<Vec<Section>, Failure> {
        let mut sections = self.all_sections(ctx).await?;
        if let Some(aspects) = aspects {
            sections.retain(|section| aspects.contains(&section.aspect));
        }
        Ok(sections)
    }

    /// The part about one aspect; null when the article has none.
    async fn section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The aspect.")] aspect: HealthAspect,
    ) -> Result<Option<Section>, Failure> {
        let sections = self.all_sections(ctx).await?;
        Ok(sections
            .into_iter()
            .find(|section| section.aspect == aspect))
    }

    /// What the article rests on, in the article's order.
    async fn references(&self, ctx: &Context<'_>) -> Result<Vec<Reference>, Failure> {
        let references = ctx.loaders().references().load(self.row.id.get()).await?;
        Ok(references
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| Reference {
                key: row.key.clone(),
                title: row.title.clone(),
                source: row.source.clone(),
                year: row.year,
                url: row.url.clone().map(Url),
                doi: row.doi.clone(),
                pmid: row.pmid.clone(),
            })
            .collect())
    }

    /// Whether a clinician has reviewed it, and whether that still holds today.
    async fn review_status(&self, ctx: &Context<'_>) -> ReviewStatus {
        let clock = ctx.graph().clock;
        // Where nobody reviewed it, no day changes that.
        if self.row.review_due_on.is_some() {
            ctx.loaders().basis().lasts(clock.until_tomorrow());
        }
        review_status(&self.row, clock.today())
    }

    /// The clinician who reviewed it; null when nobody has.
    async fn reviewer(&self, ctx: &Context<'_>) -> Result<Option<Doctor>, Failure> {
        let Some(id) = self.row.reviewer_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().doctor().load(id).await?.map(Doctor))
    }

    /// The day of the last review.
    async fn reviewed_at(&self) -> Option<Date> {
        self.row.reviewed_on.map(Date)
    }

    /// The day by which it is to be reviewed again.
    async fn review_due_at(&self) -> Option<Date> {
        self.row.review_due_on.map(Date)
    }

    /// What it is about.
    async fn about(&self, ctx: &Context<'_>) -> Result<Vec<ArticleSubject>, Failure> {
        let loaders = ctx.loaders();
        let subjects = loaders.subjects().load(self.row.id.get()).await?;
        let rows = subjects.iter().flat_map(|rows| rows.iter());
        let found = try_join_all(rows.map(|row| async move {
            Ok::<_, Failure>(match row.node_kind.0 {
                NodeKind::Procedure => loaders
                    .procedure()
                    .load(Id::new(row.node_id))
                    .await?
                    .map(|row| ArticleSubject::Procedure(Procedure(row))),
                NodeKind::Condition => loaders
                    .condition()
                    .load(Id::new(row.node_id))
                    .await?
                    .map(|row| ArticleSubject::Condition(Condition(row))),
                NodeKind::Specialty => loaders
                    .specialty()
                    .load(Id::new(row.node_id))
                    .await?
                    .map(|row| ArticleSubject::Specialty(Specialty(row))),
                _ => None,
            })
        }))
        .await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The licence of the text, as an SPDX expression.
    async fn licence(&self) -> &str {
        &self.row.licence
    }

    /// The words to show beside the text.
    async fn attribution(&self) -> &str {
        &self.row.attribution
    }

    /// Where the article is from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.row.source_id)
            .await?
            .map(Source))
    }

    /// Whether it was written to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.row.demonstration
    }

    /// When the article last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// Articles about a node, for a reader of these languages.
pub async fn about(
    ctx: &Context<'_>,
    (kind, parent): (NodeKind, i64),
    locales: Option<Vec<Locale>>,
    page: Page,
) -> Result<ArticleConnection, Failure> {
    let relation = relations::articles_about(kind);
    let article = |row| Article::new(row, locales.clone());
    related(ctx.loaders().articles(), relation, parent, page, article).await
}

fn review_status(row: &article::Model, today: NaiveDate) -> ReviewStatus {
    let (Some(_), Some(_)) = (row.reviewer_id, row.reviewed_on) else {
        return ReviewStatus::NotMedicallyReviewed;
    };
    match row.review_due_on {
        Some(due) if due < today => ReviewStatus::Overdue,
        Some(due) if due < today + SOON => ReviewStatus::DueSoon,
        _ => ReviewStatus::Current,
    }
}
