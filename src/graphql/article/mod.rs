//! Patient-education articles.

mod handout;
mod list;
pub mod parts;
pub mod readability;
mod reference;
mod served;
mod subject;
mod whom;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use futures_util::FutureExt;
use futures_util::future::try_join_all;

use handout::HandoutFormat;
use parts::{
    Alternate, Author, Checklist, Faq, Media, RedFlag, ReviewStatus, Section, locale_of,
    review_status,
};
use readability::ArticleReadability;
use reference::Reference;
use served::Served;

pub use list::{ArticleConnection, about, listed};
pub use subject::ArticleSubject;

use crate::domain::locale::Locale;
use crate::graphql::context::Ask;
use crate::graphql::doctor::{Doctor, DoctorConnection};
use crate::graphql::doctor_filter::DoctorFilter;
use crate::graphql::error::Failure;
use crate::graphql::find::{self, DoctorsAsked};
use crate::graphql::global_id::{self, Kind};
use crate::graphql::json_ld::{self, JsonLd};
use crate::graphql::labels::{self, Code};
use crate::graphql::localised;
use crate::graphql::manuscript::{self, ArticleVersionConnection};
use crate::graphql::near::Near;
use crate::graphql::page::Page;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::sets::{ArticleKind, Audience, HealthAspect, SummaryLevel};
use crate::graphql::shared::Shared;
use crate::graphql::sort::DoctorSort;
use crate::graphql::source::Source;
use crate::store::StoreError;
use crate::store::entity::{article, article_translation};
use crate::store::id::SectionId;
use crate::store::relations;

pub struct Article {
    row: Arc<article::Model>,
    /// The languages that were asked for here, the best first.
    locales: Option<Vec<Locale>>,
}

impl Article {
    /// The article for a reader of these languages; those of the request when none is given.
    pub fn new(row: Arc<article::Model>, locales: Option<Vec<Locale>>) -> Self {
        Article { row, locales }
    }

    /// The same article for a reader of one language.
    pub fn read_in(&self, locale: Locale) -> Self {
        Article::new(Arc::clone(&self.row), Some(vec![locale]))
    }

    async fn translations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Arc<Vec<article_translation::Model>>, Failure> {
        let translations = ctx.loaders().translations().load(self.row.id.get()).await?;
        Ok(translations.ok_or(StoreError::Corrupt("an article without a text"))?)
    }

    /// The hash of each part of the original, by its name.
    pub async fn part_hashes(
        &self,
        ctx: &Context<'_>,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let translations = self.translations(ctx).await?;
        let original = &self.row.original_locale;
        let original = translations.iter().find(|row| row.locale == *original);
        let Some(original) = original else {
            return Ok(BTreeMap::new());
        };
        let parts = ctx.loaders().parts().load(original.id.get()).await?;
        let parts = parts.iter().flat_map(|rows| rows.iter());
        Ok(parts
            .map(|row| (row.name.clone(), row.hash.clone()))
            .collect())
    }

    /// The translation to serve.
    async fn served(&self, ctx: &Context<'_>) -> Result<Served, Failure> {
        let translations = self.translations(ctx).await?;
        let wanted = localised::wanted(ctx, self.locales.clone());
        let original = &self.row.original_locale;
        let texts: Vec<_> = Shared::each(Some(translations)).collect();
        let (text, was_asked) = localised::choose(&texts, |row| &row.locale, &wanted, original)
            .ok_or(StoreError::Corrupt("an article without a text"))?;
        let original = texts.iter().find(|row| row.locale == *original);
        Ok(Served {
            text: text.clone(),
            was_asked,
            original: original.filter(|original| original.id != text.id).cloned(),
        })
    }

    /// The text of a section as a reader of the article sees it; `None` for a section that is not
    /// served, such as one of an outdated translation that could harm.
    pub async fn text_of(
        &self,
        ctx: &Context<'_>,
        id: SectionId,
    ) -> Result<Option<String>, Failure> {
        let sections = self.served(ctx).await?.sections(ctx).await?;
        let mut sections = sections.iter().map(|section| &section.row);
        let found = sections.find(|row| row.id == id);
        Ok(found.map(|row| row.text.clone()))
    }

    /// Whether it is there in a language that was asked for, and the grade of its hardest section.
    pub async fn reading(&self, ctx: &Context<'_>) -> Result<(bool, Option<f64>), Failure> {
        let served = self.served(ctx).await?;
        let readability = served.readability(ctx).await?;
        let grade = readability.and_then(|readability| readability.grade);
        Ok((served.was_asked, grade))
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
        Ok(self.served(ctx).await?.text.title.clone())
    }

    /// The article in two or three sentences. Show it together with `redFlags`.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How easy: an easy one is served where the article has one in this language, \
                    which `readability.easySummary` tells, and the standard one elsewhere.",
            default_with = "SummaryLevel::Standard"
        )]
        level: SummaryLevel,
    ) -> Result<String, Failure> {
        let text = self.served(ctx).await?.text;
        let easy = match level {
            SummaryLevel::Standard => None,
            SummaryLevel::Easy => text.easy_summary.as_ref(),
        };
        Ok(easy.unwrap_or(&text.summary).clone())
    }

    /// The language in which texts are served.
    async fn served_locale(&self, ctx: &Context<'_>) -> Result<Locale, Failure> {
        self.served(ctx).await?.locale()
    }

    /// Whether another language than the asked ones is served: because none of them was there, or for
    /// a part of which the translation is outdated or missing, where that could harm. Each section
    /// and red flag says its own.
    async fn fallback_used(&self, ctx: &Context<'_>) -> Result<bool, Failure> {
        let served = self.served(ctx).await?;
        Ok(!served.was_asked || served.falls_back(ctx).await?)
    }

    /// The languages in which the article is there.
    async fn alternates(&self, ctx: &Context<'_>) -> Result<Vec<Alternate>, Failure> {
        let translations = self.translations(ctx).await?;
        let original = &self.row.original_locale;
        let texts: Vec<_> = Shared::each(Some(translations)).collect();
        let original = texts.iter().find(|row| row.locale == *original);
        let alternates = texts.iter().map(|row| async move {
            let served = Served {
                text: row.clone(),
                was_asked: true,
                original: original.filter(|original| original.id != row.id).cloned(),
            };
            Ok::<_, Failure>(Alternate {
                locale: locale_of(&row.locale)?,
                slug: self.row.slug.clone(),
                title: row.title.clone(),
                translation: served.held(ctx).await?.whole().into(),
            })
        });
        try_join_all(alternates).await
    }

    /// Doctors who do what this article explains, each once, with the best matching clinic on the
    /// edge: the procedures it is about, those that treat the conditions it is about, and the
    /// specialties it is about. Where nobody anywhere is known to, doctors of the specialties that
    /// usually do, and `understood.inferred` says so.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(desc = "Which of them are wanted; all when it is left out.")] filter: Option<
            Box<DoctorFilter>,
        >,
        #[graphql(desc = "The order.", default_with = "DoctorSort::Best")] sort: DoctorSort,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DoctorConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let wanted = whom::wanted(ctx, self.row.id).await?;
        let asked = DoctorsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::doctors_who(ctx, wanted, asked).await
    }

    /// Other articles about something that it is about, by slug, for a reader of the same languages.
    async fn related(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ArticleConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let id = self.row.id.get();
        list::listed(
            ctx,
            relations::ARTICLES_RELATED,
            id,
            self.locales.clone(),
            page,
        )
        .await
    }

    /// Codes of what it is about, by system, then value.
    async fn codes(&self, ctx: &Context<'_>) -> Result<Vec<Code>, Failure> {
        let about = subject::nodes(ctx, self.row.id).await?;
        let codes = about
            .into_iter()
            .map(|(kind, id)| labels::codes(ctx, kind, id));
        Ok(try_join_all(codes).await?.into_iter().flatten().collect())
    }

    /// The article as a `MedicalWebPage` of schema.org, and as an `FAQPage` where it answers
    /// questions.
    async fn json_ld(&self, ctx: &Context<'_>) -> Result<JsonLd, Failure> {
        let served = self.served(ctx).await?.text;
        let loaders = ctx.loaders();
        let subjects = subject::of(ctx, self.row.id).await?;
        let references = loaders.references().load(self.row.id.get()).await?;
        let references = references.iter().flat_map(|rows| rows.iter());
        let authors = loaders.authors().load(self.row.id.get()).await?;
        let authors = authors.iter().flat_map(|rows| rows.iter());
        let questions = loaders.faq().load(served.id.get()).await?;
        let questions = questions.iter().flat_map(|rows| rows.iter());
        let reviewer = self.reviewer(ctx).await?;
        Ok(json_ld::article(
            &self.row,
            &served,
            json_ld::Around {
                about: subjects.iter().map(ArticleSubject::json_ld).collect(),
                citations: references.filter_map(|row| row.url.clone()).collect(),
                authors: authors
                    .map(|row| json_ld::person(&row.name, false))
                    .collect(),
                reviewer: reviewer.map(|Doctor(row)| json_ld::person(&row.name, row.demonstration)),
                questions: questions
                    .map(|row| json_ld::question(&row.question, &row.text))
                    .collect(),
            },
        ))
    }

    /// Signs that need help, the most urgent first.
    async fn red_flags(&self, ctx: &Context<'_>) -> Result<Vec<RedFlag>, Failure> {
        self.served(ctx).await?.red_flags(ctx).boxed().await
    }

    /// The text in its parts, in reading order.
    async fn sections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only sections about these aspects; all when it is left out.")]
        aspects: Option<Vec<HealthAspect>>,
    ) -> Result<Vec<Section>, Failure> {
        let mut sections = self.served(ctx).await?.sections(ctx).await?;
        if let Some(aspects) = aspects {
            sections.retain(|section| aspects.contains(&section.row.aspect.0.into()));
        }
        Ok(sections)
    }

    /// The part about one aspect; null when the article has none.
    async fn section(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The aspect.")] aspect: HealthAspect,
    ) -> Result<Option<Section>, Failure> {
        let sections = self.served(ctx).await?.sections(ctx).await?;
        Ok(sections
            .into_iter()
            .find(|section| aspect == section.row.aspect.0.into()))
    }

    /// What to do around a visit, in the served language; its lists are empty where nobody has
    /// written one.
    async fn checklist(&self, ctx: &Context<'_>) -> Result<Checklist, Failure> {
        let of = self.served(ctx).await?.text.id.get();
        let rows = ctx.loaders().checklist().load(of).await?;
        Ok(rows.map_or_else(Checklist::default, |rows| Checklist::of(&rows)))
    }

    /// Questions that patients ask, in the served language.
    async fn faq(&self, ctx: &Context<'_>) -> Result<Vec<Faq>, Failure> {
        let of = self.served(ctx).await?.text.id.get();
        let rows = ctx.loaders().faq().load(of).await?;
        let rows = rows.iter().flat_map(|rows| rows.iter());
        Ok(rows.cloned().map(Faq).collect())
    }

    /// Pictures and films beside the text, in the served language.
    async fn media(&self, ctx: &Context<'_>) -> Result<Vec<Media>, Failure> {
        let of = self.served(ctx).await?.text.id.get();
        let rows = ctx.loaders().media().load(of).await?;
        Ok(rows
            .iter()
            .flat_map(|rows| rows.iter())
            .map(Media::from)
            .collect())
    }

    /// What a patient takes home, in the served language: signs that need help, summary, checklist, and
    /// who stands behind it.
    async fn handout(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which form.", default_with = "HandoutFormat::Html")]
        format: HandoutFormat,
    ) -> Result<String, Failure> {
        let served = self.served(ctx).await?;
        let flags = served.red_flags(ctx).await?;
        let checklist = self.checklist(ctx).await?;
        let handout = handout::of(&self.row, &served.text, &flags, checklist);
        Ok(handout::written(&handout, format))
    }

    /// How the served text reads; null where it was imported before texts were measured.
    async fn readability(&self, ctx: &Context<'_>) -> Result<Option<ArticleReadability>, Failure> {
        self.served(ctx).await?.readability(ctx).boxed().await
    }

    /// Whom it is written for.
    async fn audience(&self) -> Audience {
        self.row
            .audience
            .map_or(Audience::Patient, |audience| audience.0.into())
    }

    /// Who wrote it, in the article's order.
    async fn authors(&self, ctx: &Context<'_>) -> Result<Vec<Author>, Failure> {
        let rows = ctx.loaders().authors().load(self.row.id.get()).await?;
        let rows = rows.iter().flat_map(|rows| rows.iter());
        Ok(rows.cloned().map(Author).collect())
    }

    /// What the reviewer said of interests of their own; null where nobody reviewed it or they said
    /// nothing.
    async fn conflict_of_interest(&self) -> Option<&str> {
        self.row.conflict_of_interest.as_deref()
    }

    /// What the article rests on, in the article's order.
    async fn references(&self, ctx: &Context<'_>) -> Result<Vec<Reference>, Failure> {
        let served = Arc::new(self.served(ctx).await?);
        let references = ctx.loaders().references().load(self.row.id.get()).await?;
        let references = references.iter().flat_map(|rows| rows.iter());
        let served = std::iter::repeat(served);
        let references = references.cloned().zip(served);
        Ok(references
            .map(|(row, served)| Reference { row, served })
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
        subject::of(ctx, self.row.id).await
    }

    /// Every version at the content desk in one language, the newest first. Needs one of the scopes
    /// `content:write`, `content:review` and `content:publish`.
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The language; that in which the article was first written when it is left out."
        )]
        locale: Option<Locale>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ArticleVersionConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let locale = match locale {
            Some(locale) => locale,
            None => locale_of(&self.row.original_locale)?,
        };
        let held = manuscript::by_name(ctx, &self.row.slug, &locale);
        let held = held.boxed().await?.map(|held| held.0.id.get());
        manuscript::versions(ctx, held, page).boxed().await
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
