//! Procedures.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object, SimpleObject};

use super::article::{self, ArticleConnection};
use super::clinic::ClinicConnection;
use super::clinic_filter::ClinicFilter;
use super::condition::{Condition, ConditionConnection};
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::DoctorConnection;
use super::doctor_filter::DoctorFilter;
use super::error::Failure;
use super::find::{self, ClinicsAsked, DoctorsAsked};
use super::global_id::{self, Kind};
use super::json_ld::{self, JsonLd};
use super::labels::{self, Code};
use super::localised::{self, LocalizedText};
use super::near::Near;
use super::page::{Page, Total, related};
use super::sets::{self, CareSetting, Guidance};
use super::sort::{ClinicSort, DoctorSort};
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::locale::Locale;
use crate::domain::{self, NodeKind};
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

    /// The name, in English or in another language that is known and asked for.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<String, Failure> {
        let node = (NodeKind::Procedure, self.0.id.get());
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
        let node = (NodeKind::Procedure, self.0.id.get());
        localised::name(ctx, node, &self.0.name, locales).await
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

    /// How it may be guided; null where no source says.
    async fn guidance(&self) -> Option<Vec<Guidance>> {
        self.0
            .guidance
            .as_deref()
            .map(sets::members::<domain::Guidance, _>)
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
        let page = Page::new(first, after, last, before);
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
        let need = Some(Need::Procedure(self.0.id));
        let asked = DoctorsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::doctors(ctx, need, asked).await
    }

    /// Fields of practice that do it, by name.
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
        let relation = relations::SPECIALTIES_OF_PROCEDURE;
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

    /// Clinics where there is evidence that a doctor does it.
    async fn clinics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(desc = "Which of them are wanted; all when it is left out.")] filter: Option<
            ClinicFilter,
        >,
        #[graphql(
            desc = "The order: DISTANCE around a place, NAME elsewhere, when none is asked for."
        )]
        sort: Option<ClinicSort>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ClinicConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let need = Some(Need::Procedure(self.0.id));
        let asked = ClinicsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::clinics(ctx, need, asked).await
    }

    /// The procedure as a `MedicalProcedure` of schema.org.
    async fn json_ld(&self, ctx: &Context<'_>) -> Result<JsonLd, Failure> {
        let node = (NodeKind::Procedure, self.0.id.get());
        let also = labels::also_known_as(ctx, node.0, node.1, None).await?;
        let codes = labels::linked_codes(ctx, node.0, node.1).await?;
        Ok(json_ld::procedure(&self.0, also, codes))
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
        let about = (NodeKind::Procedure, self.0.id.get());
        article::about(ctx, about, locales, page).await
    }
}
