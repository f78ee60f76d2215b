//! Roles: a doctor at a clinic.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object, SimpleObject};
use futures_util::future::try_join_all;

use super::clinic::Clinic;
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::hours::{self, OpeningHours};
use super::page::{Page, Total, related};
use super::plan::{InsurancePlan, InsurancePlanConnection, Network};
use super::provenance::{self, Confidence, Provenance, ReportCounts, SourceView};
use super::scalar::{Date, DateTime};
use super::sets::NewPatientStatus;
use super::source::Source;
use super::specialty::{Specialty, SpecialtyConnection};
use crate::domain::NodeKind;
use crate::loaders::SliceKey;
use crate::store::entity::role;
use crate::store::relations;

pub type RoleConnection = Connection<Cursor, Role, Total, EmptyFields>;

pub struct Role(pub Arc<role::Model>);

/// Whether new patients are taken, and when somebody last said so.
#[derive(SimpleObject)]
pub struct NewPatients {
    /// What was said; null where nobody has said anything, which does not mean no.
    status: Option<NewPatientStatus>,
    /// The day on which it was said.
    as_of: Option<Date>,
}

/// A doctor at a clinic: the same doctor may see patients at several.
#[Object]
impl Role {
    /// Identifies this role among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Role, self.0.id)
    }

    /// The doctor.
    async fn doctor(&self, ctx: &Context<'_>) -> Result<Option<Doctor>, Failure> {
        Ok(ctx
            .loaders()
            .doctor()
            .load(self.0.doctor_id)
            .await?
            .map(Doctor))
    }

    /// The clinic.
    async fn clinic(&self, ctx: &Context<'_>) -> Result<Option<Clinic>, Failure> {
        Ok(ctx
            .loaders()
            .clinic()
            .load(self.0.clinic_id)
            .await?
            .map(Clinic))
    }

    /// The telephone by which this doctor is reached at this clinic.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Whether the doctor takes new patients here.
    async fn new_patients(&self) -> NewPatients {
        NewPatients {
            status: self.0.new_patients.map(|status| status.0.into()),
            as_of: self.0.new_patients_as_of.map(Date),
        }
    }

    /// What the doctor practises here, the primary one first; where nobody says, all that the
    /// doctor practises.
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
        let whole = SliceKey::whole(relations::SPECIALTIES_OF_ROLE, self.0.id.get());
        let here = ctx.loaders().specialties().load(whole).await?;
        let (relation, parent) = match here {
            Some(_) => (relations::SPECIALTIES_OF_ROLE, self.0.id.get()),
            None => (relations::SPECIALTIES_OF_DOCTOR, self.0.doctor_id.get()),
        };
        related(
            ctx.loaders().specialties(),
            relation,
            parent,
            page,
            Specialty,
        )
        .await
    }

    /// When the doctor sees patients here, Monday first; null where nobody says.
    async fn hours(&self, ctx: &Context<'_>) -> Result<Option<Vec<OpeningHours>>, Failure> {
        hours::of(ctx, (NodeKind::Role, self.0.id.get())).await
    }

    /// Whether the doctor is here at this moment, by the clinic's clock; null where hours or time
    /// zone are not known.
    async fn open_now(&self, ctx: &Context<'_>) -> Result<Option<bool>, Failure> {
        let clinic = ctx.loaders().clinic().load(self.0.clinic_id).await?;
        let zone = clinic.as_ref().and_then(|row| row.time_zone.as_deref());
        hours::open_now(ctx, (NodeKind::Role, self.0.id.get()), zone).await
    }

    /// Insurance plans that are taken here, by name. One that is not listed is unknown: ask.
    async fn plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<InsurancePlanConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let relation = relations::PLANS_OF_ROLE;
        let parent = self.0.id.get();
        related(ctx.loaders().plans(), relation, parent, page, InsurancePlan).await
    }

    /// Networks of those plans through which they are taken here.
    async fn networks(&self, ctx: &Context<'_>) -> Result<Vec<Network>, Failure> {
        let loaders = ctx.loaders();
        let taken = loaders.role_plans().load(self.0.id.get()).await?;
        let taken: Vec<_> = taken
            .iter()
            .flat_map(|rows| rows.iter())
            .filter_map(|row| Some((row.plan_id, row.network_id?)))
            .collect();
        let networks = taken
            .iter()
            .map(|(plan, _)| loaders.networks().load(plan.get()));
        let networks = try_join_all(networks).await?;
        Ok(networks
            .iter()
            .zip(&taken)
            .filter_map(|(rows, (_, id))| {
                let mut rows = rows.iter().flat_map(|rows| rows.iter());
                rows.find(|row| row.id == *id).cloned().map(Network)
            })
            .collect())
    }

    /// How sure it is that the doctor sees patients here, with the formula.
    async fn confidence(&self, ctx: &Context<'_>) -> Result<Confidence, Failure> {
        provenance::confidence(ctx, &self.0).await
    }

    /// Problems with this record that people told.
    async fn reports(&self, ctx: &Context<'_>) -> Result<ReportCounts, Failure> {
        provenance::reports(ctx, (NodeKind::Role, self.0.id.get())).await
    }

    /// Where each group of fields is from.
    async fn provenance(&self, ctx: &Context<'_>) -> Result<Vec<Provenance>, Failure> {
        provenance::provenance(ctx, (NodeKind::Role, self.0.id.get())).await
    }

    /// What sources say where they disagree.
    async fn source_views(&self, ctx: &Context<'_>) -> Result<Vec<SourceView>, Failure> {
        provenance::source_views(ctx, (NodeKind::Role, self.0.id.get())).await
    }

    /// Where this record is from, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.0.source_id).await?;
        Ok(source.map(Source))
    }

    /// Whether this role is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
