//! Conditions.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::article::{self, ArticleConnection};
use super::context::Ask;
use super::doctor::DoctorConnection;
use super::error::Failure;
use super::find::{self, DoctorSort};
use super::global_id::{self, Kind};
use super::labels::{self, Code};
use super::near::Near;
use super::page::{Cursor, Page, Total, related};
use super::procedure::{Procedure, ProcedureConnection};
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::search::Need;
use crate::store::entity::condition;
use crate::store::relations;

pub type ConditionConnection = Connection<Cursor, Condition, Total, EmptyFields>;

pub struct Condition(pub Arc<condition::Model>);

/// Something that a patient has: an illness, an injury, a symptom with a name.
#[Object]
impl Condition {
    /// Identifies this condition among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Condition, self.0.id)
    }

    /// The condition's readable name, unique among conditions.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name in English.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Other names: synonyms and lay words in one language, English when none is asked for.
    async fn also_known_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the names.")] locale: Option<Locale>,
    ) -> Result<Vec<String>, Failure> {
        labels::also_known_as(ctx, NodeKind::Condition, self.0.id.get(), locale).await
    }

    /// Codes of the condition, by system, then value.
    async fn codes(&self, ctx: &Context<'_>) -> Result<Vec<Code>, Failure> {
        labels::codes(ctx, NodeKind::Condition, self.0.id.get()).await
    }

    /// What it is, in one or two plain sentences.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Procedures that treat it, by name.
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
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let loader = ctx.loaders().procedures();
        let parent = self.0.id.get();
        related(
            loader,
            relations::PROCEDURES_OF_CONDITION,
            parent,
            page,
            Procedure,
        )
        .await
    }

    /// Doctors who do a procedure that treats it, each once, with the best matching clinic on the
    /// edge.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(
            desc = "The order: DISTANCE around a place, NAME elsewhere, when none is asked for."
        )]
        sort: Option<DoctorSort>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DoctorConnection, Failure> {
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let need = Some(Need::Condition(self.0.id));
        find::doctors(ctx, need, near, sort, page).await
    }

    /// Patient-education articles about it, by slug.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; English when none is given."
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
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let about = (NodeKind::Condition, self.0.id.get());
        article::about(ctx, about, locales, page).await
    }
}
