//! Specialties.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::article::{self, ArticleConnection};
use super::condition::{Condition, ConditionConnection};
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::DoctorConnection;
use super::doctor_filter::DoctorFilter;
use super::error::Failure;
use super::find::{self, DoctorsAsked};
use super::global_id::{self, Kind};
use super::labels;
use super::localised::{self, LocalizedText};
use super::near::Near;
use super::page::{Page, Total, related};
use super::procedure::{Procedure, ProcedureConnection};
use super::sort::DoctorSort;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::search::Need;
use crate::store::entity::specialty;
use crate::store::relations;

pub type SpecialtyConnection = Connection<Cursor, Specialty, Total, EmptyFields>;

pub struct Specialty(pub Arc<specialty::Model>);

/// A field of practice.
#[Object]
impl Specialty {
    /// Identifies this specialty among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Specialty, self.0.id)
    }

    /// The specialty's readable name, unique among specialties.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The code's system, by its canonical URI.
    async fn system(&self) -> &str {
        &self.0.system
    }

    /// The name, or the code where no name is known; in English or in another language that is known and asked for.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<String, Failure> {
        let node = (NodeKind::Specialty, self.0.id.get());
        Ok(localised::name(ctx, node, &self.0.name, locales)
            .await?
            .text)
    }

    /// The name with the language in which it is.
    async fn localized_name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<LocalizedText, Failure> {
        let node = (NodeKind::Specialty, self.0.id.get());
        localised::name(ctx, node, &self.0.name, locales).await
    }

    /// Other names: synonyms and lay words in one language, English when none is asked for.
    async fn also_known_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the names.")] locale: Option<Locale>,
    ) -> Result<Vec<String>, Failure> {
        labels::also_known_as(ctx, NodeKind::Specialty, self.0.id.get(), locale).await
    }

    /// What such doctors do, in plain words.
    async fn definition(&self) -> Option<&str> {
        self.0.definition.as_deref()
    }

    /// The broader specialty; null for one that is not a part of another.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Specialty>, Failure> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().specialty().load(id).await?.map(Specialty))
    }

    /// Narrower specialties, by name.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<SpecialtyConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let relation = relations::CHILDREN_OF_SPECIALTY;
        let parent = self.0.id.get();
        related(
            ctx.loaders().specialties(),
            relation,
            parent,
            page,
            Specialty,
        )
        .await
    }

    /// Conditions that such doctors look after, by name.
    async fn conditions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ConditionConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let relation = relations::CONDITIONS_OF_SPECIALTY;
        let parent = self.0.id.get();
        related(
            ctx.loaders().conditions(),
            relation,
            parent,
            page,
            Condition,
        )
        .await
    }

    /// Procedures that such doctors do, by name.
    async fn procedures(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ProcedureConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let relation = relations::PROCEDURES_OF_SPECIALTY;
        let parent = self.0.id.get();
        related(
            ctx.loaders().procedures(),
            relation,
            parent,
            page,
            Procedure,
        )
        .await
    }

    /// Patient-education articles about it, by slug.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ArticleConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let about = (NodeKind::Specialty, self.0.id.get());
        article::about(ctx, about, locales, page).await
    }

    /// Doctors of this specialty, each once, with the best matching clinic on the edge.
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
        let need = Some(Need::Specialty(self.0.id));
        let asked = DoctorsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::doctors(ctx, need, asked).await
    }
}
