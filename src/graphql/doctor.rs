//! Doctors.

use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::{Context, ID, Object, OneofObject, SimpleObject};

use super::clinic::{Clinic, ClinicConnection, ClinicMatch};
use super::context::Ask;
use super::error::Failure;
use super::find::Listing;
use super::global_id::{self, Kind};
use super::near::DistanceUnit;
use super::need::ProcedureBy;
use super::offering::{Offering, OfferingConnection};
use super::page::{Cursor, Page, Total, connect, related};
use super::role::{Role, RoleConnection};
use super::scalar::DateTime;
use super::sets::{Gender, RecordState};
use super::source::Source;
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::code::NPI;
use crate::domain::distance::Distance;
use crate::domain::npi::Npi;
use crate::domain::slug::Slug;
use crate::loaders::SliceKey;
use crate::store::entity::doctor;
use crate::store::id::RoleId;
use crate::store::relations;

pub type DoctorConnection = Connection<Cursor, Doctor, Listing, DoctorMatch>;

pub struct Doctor(pub Arc<doctor::Model>);

/// Names a doctor in one of three ways.
#[derive(OneofObject)]
pub enum DoctorBy {
    /// The id.
    Id(ID),
    /// The slug.
    Slug(Slug),
    /// The National Provider Identifier.
    Npi(Npi),
}

impl DoctorBy {
    pub async fn load(&self, ctx: &Context<'_>) -> Result<Option<Arc<doctor::Model>>, Failure> {
        let loaders = ctx.loaders();
        Ok(match self {
            DoctorBy::Id(id) => {
                loaders
                    .doctor()
                    .load(global_id::of_kind(Kind::Doctor, id)?)
                    .await?
            }
            DoctorBy::Slug(slug) => loaders.doctor_by_slug().load(slug.to_string()).await?,
            DoctorBy::Npi(npi) => loaders.doctor_by_npi().load(npi.to_string()).await?,
        })
    }
}

/// A person's name in its parts.
#[derive(SimpleObject)]
pub struct PersonName {
    /// The whole name as it is written, without credentials.
    display: String,
    /// Given name.
    given: Option<String>,
    /// Middle names or initials.
    middle: Option<String>,
    /// Family name.
    family: String,
    /// What comes before the name, such as Dr.
    prefix: Option<String>,
    /// What comes after it, such as Jr.
    suffix: Option<String>,
    /// Letters after the name, as the source writes them.
    credentials: Option<String>,
}

/// A number that somebody gave to a person or place.
#[derive(SimpleObject)]
pub struct Identifier {
    /// Who gives such numbers, by the canonical URI of the system.
    system: String,
    /// The number.
    value: String,
}

/// Whether a record is in use.
#[derive(SimpleObject)]
pub struct RecordStatus {
    /// Whether the doctor sees patients, as far as the source knows.
    state: RecordState,
}

/// What a search says of a doctor beside who it is.
pub struct DoctorMatch {
    role: Option<RoleId>,
    distance: Option<Distance>,
}

impl DoctorMatch {
    pub fn new(role: Option<RoleId>, distance: Option<Distance>) -> Self {
        DoctorMatch { role, distance }
    }
}

/// What a search says of a doctor beside who it is.
#[Object]
impl DoctorMatch {
    /// The best matching role: the nearest clinic at which this doctor meets the need. The nearest
    /// clinic of all may be another one. Null when the doctor has no clinic.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<Role>, Failure> {
        let Some(id) = self.role else { return Ok(None) };
        Ok(ctx.loaders().role().load(id).await?.map(Role))
    }

    /// The great-circle distance to that clinic; null when the search is not around a place.
    /// How exact it is depends on the clinic's `positionAccuracy`.
    async fn distance(
        &self,
        #[graphql(desc = "The unit of the distance.", default)] unit: DistanceUnit,
    ) -> Option<f64> {
        self.distance.map(|distance| unit.of(distance))
    }
}

/// A person who gives care. What is not known is null, and never means no.
#[Object]
impl Doctor {
    /// Identifies this doctor among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Doctor, self.0.id)
    }

    /// The doctor's readable name, unique among doctors.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The US National Provider Identifier. Two records may share one, as official files do.
    async fn npi(&self) -> Option<Npi> {
        self.0.npi.as_deref().and_then(|npi| npi.parse().ok())
    }

    /// Numbers by which others know this doctor.
    async fn identifiers(&self) -> Vec<Identifier> {
        self.0
            .npi
            .iter()
            .map(|npi| Identifier {
                system: NPI.to_owned(),
                value: npi.clone(),
            })
            .collect()
    }

    /// The name.
    async fn name(&self) -> PersonName {
        PersonName {
            display: self.0.name.clone(),
            given: self.0.given.clone(),
            middle: self.0.middle.clone(),
            family: self.0.family.clone(),
            prefix: self.0.prefix.clone(),
            suffix: self.0.suffix.clone(),
            credentials: self.0.credentials.clone(),
        }
    }

    /// Administrative gender; null where the source does not say.
    async fn gender(&self) -> Option<Gender> {
        self.0.gender.map(|gender| gender.0.into())
    }

    /// Fields of practice, the primary one first.
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
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let loader = ctx.loaders().specialties();
        let parent = self.0.id.get();
        related(
            loader,
            relations::SPECIALTIES_OF_DOCTOR,
            parent,
            page,
            Specialty,
        )
        .await
    }

    /// At which clinics the doctor sees patients, by clinic name.
    async fn roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<RoleConnection, Failure> {
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let loader = ctx.loaders().roles();
        let parent = self.0.id.get();
        related(loader, relations::ROLES_OF_DOCTOR, parent, page, Role).await
    }

    /// Clinics where the doctor sees patients, by name.
    async fn clinics(
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
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let relation = relations::CLINICS_OF_DOCTOR;
        let parent = self.0.id.get();
        let window = page.related()?;
        let key = SliceKey {
            relation,
            parent,
            window,
        };
        let slice = ctx.loaders().clinics().load(key.clone()).await?;
        let listing = Listing::Related(Total(relation, parent));
        Ok(connect(slice, &key.window, listing, |cursor, row| {
            Edge::with_additional_fields(cursor, Clinic(row), ClinicMatch::new(None))
        }))
    }

    /// Procedures for which there is evidence that the doctor does them, by procedure name. One
    /// that is not listed is unknown: it does not mean that the doctor does not do it.
    async fn offerings(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<OfferingConnection, Failure> {
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let loader = ctx.loaders().offerings();
        let parent = self.0.id.get();
        related(
            loader,
            relations::OFFERINGS_OF_DOCTOR,
            parent,
            page,
            Offering,
        )
        .await
    }

    /// The strongest evidence that the doctor does a procedure. Null means that nobody knows,
    /// never that the doctor does not.
    async fn offering(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The procedure.")] procedure: ProcedureBy,
    ) -> Result<Option<Offering>, Failure> {
        let Some(procedure) = procedure.load(ctx).await? else {
            return Err(Failure::not_found(
                "no procedure is known by the name that procedure gives",
            ));
        };
        let key = (self.0.id, procedure.id);
        Ok(ctx.loaders().best_offering().load(key).await?.map(Offering))
    }

    /// Whether the doctor sees patients. A retired one is still found by id.
    async fn status(&self) -> RecordStatus {
        RecordStatus {
            state: self.0.state.0.into(),
        }
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

    /// Whether this doctor is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
