//! Conditions.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};
use serde_json::json;

use super::article::{self, ArticleConnection};
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::DoctorConnection;
use super::doctor_filter::DoctorFilter;
use super::error::Failure;
use super::find::{self, DoctorsAsked};
use super::global_id::{self, Kind};
use super::json_ld::{self, JsonLd};
use super::labels::{self, Code};
use super::localised::{self, LocalizedText};
use super::near::Near;
use super::page::{Page, Total, related};
use super::procedure::{Procedure, ProcedureConnection};
use super::sort::DoctorSort;
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::loaders::SliceKey;
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

    /// The name, in English or in another language that is known and asked for.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<String, Failure> {
        let node = (NodeKind::Condition, self.0.id.get());
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
        let node = (NodeKind::Condition, self.0.id.get());
        localised::name(ctx, node, &self.0.name, locales).await
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
        let page = Page::new(first, after, last, before);
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
        let need = Some(Need::Condition(self.0.id));
        let asked = DoctorsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::doctors(ctx, need, asked).await
    }

    /// Fields of practice that look after people who have it, by name.
    async fn specialties(
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
        let relation = relations::SPECIALTIES_OF_CONDITION;
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

    /// The condition as a `MedicalCondition` of schema.org.
    async fn json_ld(&self, ctx: &Context<'_>) -> Result<JsonLd, Failure> {
        let node = (NodeKind::Condition, self.0.id.get());
        let also = labels::also_known_as(ctx, node.0, node.1, None).await?;
        let codes = labels::linked_codes(ctx, node.0, node.1).await?;
        let key = SliceKey::whole(relations::PROCEDURES_OF_CONDITION, node.1);
        let treated = ctx.loaders().procedures().load(key).await?;
        let treated = treated.iter().flat_map(|slice| &slice.rows).map(|listed| {
            json!({
                "@type": "MedicalTherapy",
                "identifier": listed.row.slug,
                "name": listed.row.name,
            })
        });
        Ok(json_ld::condition(&self.0, also, codes, treated.collect()))
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
        let page = Page::new(first, after, last, before);
        let about = (NodeKind::Condition, self.0.id.get());
        article::about(ctx, about, locales, page).await
    }
}
