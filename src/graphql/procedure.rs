//! Procedures.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object, SimpleObject};

use super::article::{self, ArticleConnection};
use super::condition::{Condition, ConditionConnection};
use super::context::Ask;
use super::doctor::DoctorConnection;
use super::error::Failure;
use super::find::{self, DoctorSort};
use super::global_id::{self, Kind};
use super::labels::{self, Code};
use super::near::Near;
use super::page::{Cursor, Page, Total, related};
use super::sets::CareSetting;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::search::Need;
use crate::store::entity::procedure;
use crate::store::relations;

pub type ProcedureConnection = Connection<Cursor, Procedure, Total, EmptyFields>;

pub struct Procedure(pub Arc<procedure::Model>);

/// How long something usually takes.
#[derive(SimpleObject)]
pub struct UsualDuration {
    /// The shorter end, in minutes.
    shortest_minutes: i32,
    /// The longer end, in minutes.
    longest_minutes: i32,
}

/// Something that is done for a patient: a treatment, a test.
#[Object]
impl Procedure {
    /// Identifies this procedure among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Procedure, self.0.id)
    }

    /// The procedure's readable name, unique among procedures.
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
        labels::also_known_as(ctx, NodeKind::Procedure, self.0.id.get(), locale).await
    }

    /// Codes of the procedure, by system, then value.
    async fn codes(&self, ctx: &Context<'_>) -> Result<Vec<Code>, Failure> {
        labels::codes(ctx, NodeKind::Procedure, self.0.id.get()).await
    }

    /// What it is, in one or two plain sentences.
    async fn summary(&self) -> &str {
        &self.0.summary
    }

    /// The part of the body, in plain words.
    async fn body_site(&self) -> Option<&str> {
        self.0.body_site.as_deref()
    }

    /// Where it is usually done.
    async fn setting(&self) -> Option<CareSetting> {
        self.0.setting.map(|setting| setting.0.into())
    }

    /// How long it usually takes, without waiting; null where no source says.
    async fn duration(&self) -> Option<UsualDuration> {
        Some(UsualDuration {
            shortest_minutes: self.0.shortest_minutes?,
            longest_minutes: self.0.longest_minutes?,
        })
    }

    /// Conditions that it treats, by name.
    async fn treats(
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
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let loader = ctx.loaders().conditions();
        let parent = self.0.id.get();
        related(
            loader,
            relations::CONDITIONS_OF_PROCEDURE,
            parent,
            page,
            Condition,
        )
        .await
    }

    /// Doctors for whom there is evidence that they do it, each once, with the best matching
    /// clinic on the edge.
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
        let need = Some(Need::Procedure(self.0.id));
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
        let about = (NodeKind::Procedure, self.0.id.get());
        article::about(ctx, about, locales, page).await
    }
}
