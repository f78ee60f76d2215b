//! Doctors.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, SimpleObject};

use super::article::{self, ArticleConnection};
use super::background::{
    self, AgeRange, Qualification, Rating, Review, ReviewConnection, SpokenLanguage,
};
use super::by::ProcedureBy;
use super::clinic::{self, ClinicConnection};
use super::context::Ask;
use super::cursor::Cursor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::json_ld::{self, JsonLd};
use super::listing::DoctorListing;
use super::localised::{self, LocalizedText};
use super::matched::DoctorMatch;
use super::offering::{Offering, OfferingConnection};
use super::page::{Page, related};
use super::provenance::{self, Provenance, SourceView};
use super::role::{Role, RoleConnection};
use super::scalar::{DateTime, Url};
use super::sets::{Gender, RecordState};
use super::source::Source;
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::NodeKind;
use crate::domain::code::NPI;
use crate::domain::locale::Locale;
use crate::domain::npi::Npi;
use crate::loaders::SliceKey;
use crate::store::entity::doctor;
use crate::store::relations;

pub type DoctorConnection = Connection<Cursor, Doctor, DoctorListing, DoctorMatch>;

pub struct Doctor(pub Arc<doctor::Model>);

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

impl Identifier {
    pub fn new(system: &str, value: &str) -> Self {
        Identifier {
            system: system.to_owned(),
            value: value.to_owned(),
        }
    }
}

/// Whether a record is in use.
#[derive(SimpleObject)]
pub struct RecordStatus {
    /// Whether the doctor sees patients, as far as the source knows.
    state: RecordState,
    /// Why not; null where nobody says.
    reason: Option<String>,
    /// The record that stands for this one since they were merged.
    replaced_by: Option<Doctor>,
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

    /// Numbers by which others know this doctor, of any country.
    async fn identifiers(&self, ctx: &Context<'_>) -> Result<Vec<Identifier>, Failure> {
        let npi = self.0.npi.iter().map(|npi| Identifier::new(NPI, npi));
        let node = (NodeKind::Doctor, self.0.id.get());
        let rows = ctx.loaders().identifiers().load(node).await?;
        let others = rows.iter().flat_map(|rows| rows.iter());
        Ok(npi
            .chain(others.map(|row| Identifier::new(&row.system, &row.value)))
            .collect())
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

    /// A picture of the doctor.
    async fn photo(&self) -> Option<Url> {
        self.0.photo_url.clone().map(Url)
    }

    /// What the doctor says of themselves; null where they say nothing.
    async fn biography(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<Option<LocalizedText>, Failure> {
        let rows = ctx.loaders().biographies().load(self.0.id.get()).await?;
        let rows = rows.as_deref().map_or(&[][..], Vec::as_slice);
        let wanted = localised::wanted(ctx, locales);
        let chosen = localised::choose(rows, |row| &row.locale, &wanted, "en");
        Ok(chosen.map(|(row, asked)| LocalizedText {
            text: row.text.clone(),
            served_locale: row.locale.parse().unwrap_or_else(|_| Locale::english()),
            fallback_used: !asked,
        }))
    }

    /// Languages in which the doctor sees patients; empty where nobody says.
    async fn languages(&self, ctx: &Context<'_>) -> Result<Vec<SpokenLanguage>, Failure> {
        background::languages(ctx, self.0.id).await
    }

    /// Degrees, certificates and licences that are known.
    async fn qualifications(&self, ctx: &Context<'_>) -> Result<Vec<Qualification>, Failure> {
        background::qualifications(ctx, self.0.id).await
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
        let page = Page::new(first, after, last, before);
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
        let page = Page::new(first, after, last, before);
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
        let page = Page::new(first, after, last, before);
        clinic::listed(ctx, relations::CLINICS_OF_DOCTOR, self.0.id.get(), page).await
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
        let page = Page::new(first, after, last, before);
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

    /// Whether the doctor sees patients by telephone or video; null where nobody says.
    async fn telehealth(&self) -> Option<bool> {
        self.0.telehealth
    }

    /// Whether a licence that is known covers a region today. Null where no licence is known:
    /// that does not mean no.
    async fn can_see_patients_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The region as ISO 3166-2, such as `BT-31`, or the country, such as `BT`."
        )]
        region: String,
    ) -> Result<Option<bool>, Failure> {
        background::licensed_in(ctx, self.0.id, &region).await
    }

    /// What patients said, counted; null below five ratings.
    async fn rating(&self, ctx: &Context<'_>) -> Result<Option<Rating>, Failure> {
        background::rating_of(ctx, self.0.id).await
    }

    /// What patients wrote, the newest first.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ReviewConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let relation = relations::REVIEWS_OF_DOCTOR;
        let parent = self.0.id.get();
        related(ctx.loaders().reviews(), relation, parent, page, Review).await
    }

    /// Articles that this doctor has medically reviewed, by slug.
    async fn reviewed_articles(
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
        article::listed(
            ctx,
            relations::ARTICLES_REVIEWED_BY,
            self.0.id.get(),
            locales,
            page,
        )
        .await
    }

    /// Whom the doctor sees, in years of age; null where nobody says.
    async fn ages(&self) -> Option<AgeRange> {
        let (youngest, oldest) = (self.0.youngest_age, self.0.oldest_age);
        youngest.or(oldest)?;
        Some(AgeRange { youngest, oldest })
    }

    /// Whether the doctor sees patients. A retired or merged one is still found by id.
    async fn status(&self, ctx: &Context<'_>) -> Result<RecordStatus, Failure> {
        let replaced_by = match self.0.replaced_by_id {
            Some(id) => ctx.loaders().doctor().load(id).await?.map(Doctor),
            None => None,
        };
        Ok(RecordStatus {
            state: self.0.state.0.into(),
            reason: self.0.state_reason.clone(),
            replaced_by,
        })
    }

    /// Where each group of fields is from.
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Vec<Provenance>, Failure> {
        provenance::provenance(ctx, (NodeKind::Doctor, self.0.id.get())).await
    }

    /// What sources say where they disagree.
    async fn source_views(&self, ctx: &Context<'_>) -> Result<Vec<SourceView>, Failure> {
        provenance::source_views(ctx, (NodeKind::Doctor, self.0.id.get())).await
    }

    /// The doctor as a `Person` of schema.org.
    async fn json_ld(&self, ctx: &Context<'_>) -> Result<JsonLd, Failure> {
        let id = self.0.id.get();
        let loaders = ctx.loaders();
        let (specialties, clinics, languages) = tokio::try_join!(
            loaders
                .specialties()
                .load(SliceKey::whole(relations::SPECIALTIES_OF_DOCTOR, id)),
            loaders
                .clinics()
                .load(SliceKey::whole(relations::CLINICS_OF_DOCTOR, id)),
            loaders.languages().load(id),
        )?;
        let specialties = specialties.iter().flat_map(|slice| &slice.rows);
        let clinics = clinics.iter().flat_map(|slice| &slice.rows);
        let languages = languages.iter().flat_map(|rows| rows.iter());
        Ok(json_ld::doctor(
            &self.0,
            specialties.map(|listed| listed.row.name.clone()).collect(),
            languages.map(|row| row.language.clone()).collect(),
            clinics
                .map(|listed| json_ld::workplace(&listed.row))
                .collect(),
        ))
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
