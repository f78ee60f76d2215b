//! Clinics.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, ID, Object, SimpleObject};
use futures_util::FutureExt;

use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::{DoctorConnection, Identifier};
use super::doctor_filter::DoctorFilter;
use super::error::Failure;
use super::find::{self, DoctorsAsked, Wanted};
use super::global_id::{self, Kind};
use super::hours::{self, OpeningHours};
use super::json_ld::{self, JsonLd};
use super::listing::ClinicListing;
use super::matched::ClinicMatch;
use super::near::Point;
use super::need::{self, CareNeed};
use super::page::{Page, Pending, Total, connect, related};
use super::place::Place;
use super::procedure::{Procedure, ProcedureConnection};
use super::provenance::{self, Provenance, SourceView};
use super::scalar::{DateTime, Url};
use super::sets::{self, Accessibility, ClinicKind, PositionAccuracy};
use super::sort::DoctorSort;
use super::source::Source;
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::{self, NodeKind};
use crate::loaders::SliceKey;
use crate::store::entity::clinic;
use crate::store::related::Relation;
use crate::store::relations;

pub type ClinicConnection = Connection<Cursor, Clinic, ClinicListing, ClinicMatch>;

pub struct Clinic(pub Arc<clinic::Model>);

/// Where a clinic is, in words.
#[derive(SimpleObject)]
pub struct Address {
    /// Street and number.
    street: Option<String>,
    /// Town.
    city: Option<String>,
    /// Region, as ISO 3166-2 where it is known.
    region: Option<String>,
    /// Postal code, as the source writes it.
    postal_code: Option<String>,
    /// Country, as ISO 3166-1 alpha-2.
    country: String,
}

/// A place where care is given. What is not known is null, and never means no.
#[Object]
impl Clinic {
    /// Identifies this clinic among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Clinic, self.0.id)
    }

    /// The clinic's readable name, unique among clinics.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name. A practice that its source gives no name has its street and town.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of place it is.
    async fn kind(&self) -> ClinicKind {
        self.0.kind.0.into()
    }

    /// The address.
    async fn address(&self) -> Address {
        Address {
            street: self.0.address.clone(),
            city: self.0.city.clone(),
            region: self.0.region.clone(),
            postal_code: self.0.postal_code.clone(),
            country: self.0.country.clone(),
        }
    }

    /// The position; null where nobody knows it, and then no search by distance finds the clinic.
    async fn point(&self) -> Option<Point> {
        Some(Point {
            latitude: self.0.latitude?,
            longitude: self.0.longitude?,
        })
    }

    /// How exactly the position is known.
    async fn position_accuracy(&self) -> Option<PositionAccuracy> {
        self.0.position_accuracy.map(|accuracy| accuracy.0.into())
    }

    /// The town in which the clinic is, where the gazetteer has it.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<Place>, Failure> {
        let Some(id) = self.0.place_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().place().load(id).await?.map(Place))
    }

    /// The time zone of its hours, as in the IANA database.
    async fn time_zone(&self) -> Option<&str> {
        self.0.time_zone.as_deref()
    }

    /// The telephone of the clinic.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The clinic's own page.
    async fn website(&self) -> Option<Url> {
        self.0.website.clone().map(Url)
    }

    /// What makes the clinic easier to use; null where nobody says, which does not mean nothing.
    async fn accessibility(&self) -> Option<Vec<Accessibility>> {
        let known = self.0.accessibility.as_deref()?;
        Some(sets::members::<domain::Accessibility, _>(known))
    }

    /// When it is open, Monday first; null where nobody says.
    async fn hours(&self, ctx: &Context<'_>) -> Result<Option<Vec<OpeningHours>>, Failure> {
        hours::of(ctx, (NodeKind::Clinic, self.0.id.get())).await
    }

    /// Whether it is open at this moment, by its own clock; null where hours or time zone are not
    /// known.
    async fn open_now(&self, ctx: &Context<'_>) -> Result<Option<bool>, Failure> {
        let node = (NodeKind::Clinic, self.0.id.get());
        hours::open_now(ctx, node, self.0.time_zone.as_deref()).await
    }

    /// Numbers by which others know this clinic, of any country.
    async fn identifiers(&self, ctx: &Context<'_>) -> Result<Vec<Identifier>, Failure> {
        let node = (NodeKind::Clinic, self.0.id.get());
        let rows = ctx.loaders().identifiers().load(node).await?;
        Ok(rows
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| Identifier::new(&row.system, &row.value))
            .collect())
    }

    /// The clinic of which this one is a part.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Clinic>, Failure> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().clinic().load(id).await?.map(Clinic))
    }

    /// Its parts, by name.
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
    ) -> Result<ClinicConnection, Failure> {
        let page = Page::new(first, after, last, before);
        listed(ctx, relations::CHILDREN_OF_CLINIC, self.0.id.get(), page).await
    }

    /// What its doctors practise, by name.
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
        let relation = relations::SPECIALTIES_OF_CLINIC;
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

    /// Procedures for which there is evidence that a doctor does them here, by name. One that is not
    /// listed is unknown.
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
        let relation = relations::PROCEDURES_OF_CLINIC;
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

    /// Doctors who see patients here, each once, with their role here on the edge.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is needed; any doctor when it is left out.")] need: Option<CareNeed>,
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
        let wanted = Wanted {
            clinic: Some(self.0.id),
            ..Wanted::meeting(ctx, need).await?
        };
        let asked = DoctorsAsked {
            near: None,
            filter,
            sort,
            page,
        };
        find::doctors_who(ctx, wanted, asked).await
    }

    /// Where each group of fields is from.
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Vec<Provenance>, Failure> {
        provenance::provenance(ctx, (NodeKind::Clinic, self.0.id.get())).await
    }

    /// What sources say where they disagree.
    async fn source_views(&self, ctx: &Context<'_>) -> Result<Vec<SourceView>, Failure> {
        provenance::source_views(ctx, (NodeKind::Clinic, self.0.id.get())).await
    }

    /// The clinic as a `MedicalClinic` or `Hospital` of schema.org.
    async fn json_ld(&self, ctx: &Context<'_>) -> Result<JsonLd, Failure> {
        let key = SliceKey::whole(relations::SPECIALTIES_OF_CLINIC, self.0.id.get());
        let specialties = ctx.loaders().specialties().load(key).await?;
        let specialties = specialties.iter().flat_map(|slice| &slice.rows);
        let names = specialties.map(|listed| listed.row.name.clone());
        Ok(json_ld::clinic(&self.0, names.collect()))
    }

    /// Where this record is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.0.source_id)
            .await?
            .map(Source))
    }

    /// Whether this clinic is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// Clinics that hang from a node.
pub fn listed<'a>(
    ctx: &'a Context<'_>,
    relation: Relation,
    parent: i64,
    page: Page,
) -> Pending<'a, ClinicConnection> {
    async move {
        let key = SliceKey {
            relation,
            parent,
            window: page.related()?,
        };
        let slice = ctx.loaders().clinics().load(key.clone()).await?;
        let listing = ClinicListing::Related(Total(relation, parent));
        Ok(connect(slice, &key.window, listing, |cursor, row| {
            Edge::with_additional_fields(cursor, Clinic(row), ClinicMatch::new(None))
        }))
    }
    .boxed()
}
