//! Places of the gazetteer.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::clinic::ClinicConnection;
use super::clinic_filter::ClinicFilter;
use super::context::Ask;
use super::doctor::DoctorConnection;
use super::doctor_filter::DoctorFilter;
use super::error::Failure;
use super::find::{self, ClinicsAsked, DoctorsAsked};
use super::global_id::{self, Kind};
use super::localised::{self, LocalizedText};
use super::near::{Near, Point, Spot};
use super::need::{self, CareNeed};
use super::page::Page;
use super::sets::PlaceKind;
use super::sort::{ClinicSort, DoctorSort};
use super::source::Source;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::store::entity::place;

pub struct Place(pub Arc<place::Model>);

impl Place {
    fn near(&self, within_km: f64, cross_borders: bool) -> Near {
        Near {
            at: Spot::Place(global_id::of(Kind::Place, self.0.id)),
            within_km,
            widen: true,
            cross_borders,
        }
    }
}

/// A town, village or district, at its point.
#[Object]
impl Place {
    /// Identifies this place among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Place, self.0.id)
    }

    /// The place's readable name, unique among places.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name as the gazetteer writes it, or in a language that is known and asked for.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<String, Failure> {
        let node = (NodeKind::Place, self.0.id.get());
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
        let node = (NodeKind::Place, self.0.id.get());
        localised::name(ctx, node, &self.0.name, locales).await
    }

    /// The country, as ISO 3166-1 alpha-2.
    async fn country(&self) -> &str {
        &self.0.country
    }

    /// The region, as ISO 3166-2; null where the gazetteer does not say.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The region's name; null where the gazetteer does not say.
    async fn region_name(&self) -> Option<&str> {
        self.0.region_name.as_deref()
    }

    /// The time zone, as in the IANA database.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// The point by which distances to the place are measured.
    async fn point(&self) -> Point {
        Point {
            latitude: self.0.latitude,
            longitude: self.0.longitude,
        }
    }

    /// How many people live there; null where the gazetteer does not say.
    async fn population(&self) -> Option<i32> {
        self.0
            .population
            .map(|people| i32::try_from(people).unwrap_or(i32::MAX))
    }

    /// What the place is.
    async fn kind(&self) -> PlaceKind {
        self.0.kind.0.into()
    }

    /// The larger place in which it lies; null where the gazetteer does not say.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Place>, Failure> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().place().load(id).await?.map(Place))
    }

    /// Doctors around it, each once, with the best matching clinic on the edge; farther away where
    /// nobody is there, as `searchArea.widened` says.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is needed; any doctor when it is left out.")] need: Option<CareNeed>,
        #[graphql(desc = "The radius in kilometres.", default = 25.0)] within_km: f64,
        #[graphql(
            desc = "Whether to look across the country's borders.",
            default = false
        )]
        cross_borders: bool,
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
        let need = need::resolve(ctx, need).await?;
        let near = self.near(within_km, cross_borders);
        let asked = DoctorsAsked {
            near: Some(near),
            filter,
            sort,
            page,
        };
        find::doctors(ctx, need, asked).await
    }

    /// Clinics around it where a need is met, the nearest first.
    async fn clinics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is needed; any clinic when it is left out.")] need: Option<CareNeed>,
        #[graphql(desc = "The radius in kilometres.", default = 25.0)] within_km: f64,
        #[graphql(
            desc = "Whether to look across the country's borders.",
            default = false
        )]
        cross_borders: bool,
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
        let need = need::resolve(ctx, need).await?;
        let near = self.near(within_km, cross_borders);
        let asked = ClinicsAsked {
            near: Some(near),
            filter,
            sort,
            page,
        };
        find::clinics(ctx, need, asked).await
    }

    /// Other spellings by which the place is found, at most 100.
    async fn alternate_names(&self, ctx: &Context<'_>) -> Result<Vec<String>, Failure> {
        let names = ctx.loaders().place_names().load(self.0.id.get()).await?;
        Ok(names
            .iter()
            .flat_map(|names| names.iter())
            .filter(|name| name.name != self.0.name)
            .take(100)
            .map(|name| name.name.clone())
            .collect())
    }

    /// The gazetteer that the place is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.0.source_id)
            .await?
            .map(Source))
    }
}
