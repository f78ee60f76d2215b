//! Offerings: a doctor does a procedure, and how we know.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::background::Period;
use super::clinic::Clinic;
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::Total;
use super::procedure::Procedure;
use super::scalar::{Date, DateTime};
use super::sets::{self, Evidence, Guidance, VolumeBand};
use super::source::Source;
use crate::domain;
use crate::store::entity::offering;

pub type OfferingConnection = Connection<Cursor, Offering, Total, EmptyFields>;

pub struct Offering(pub Arc<offering::Model>);

/// A procedure that a doctor does, with the evidence for it.
#[Object]
impl Offering {
    /// Identifies this offering among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Offering, self.0.id)
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

    /// The procedure.
    async fn procedure(&self, ctx: &Context<'_>) -> Result<Option<Procedure>, Failure> {
        Ok(ctx
            .loaders()
            .procedure()
            .load(self.0.procedure_id)
            .await?
            .map(Procedure))
    }

    /// The only clinic where the doctor is known to do it; null when the evidence does not name
    /// one, and then it is taken to be any clinic of the doctor.
    async fn clinic(&self, ctx: &Context<'_>) -> Result<Option<Clinic>, Failure> {
        let Some(id) = self.0.clinic_id else {
            return Ok(None);
        };
        Ok(ctx.loaders().clinic().load(id).await?.map(Clinic))
    }

    /// How we know.
    async fn evidence(&self) -> Evidence {
        self.0.evidence.0.into()
    }

    /// How often, in the period that the source counted.
    async fn volume_band(&self) -> VolumeBand {
        self.0.volume_band.0.into()
    }

    /// The day on which the source said so; null where it does not say.
    async fn as_of(&self) -> Option<Date> {
        self.0.as_of.map(Date)
    }

    /// The days between which the source counted; null where it does not say.
    async fn period(&self) -> Option<Period> {
        if self.0.period_from.is_none() && self.0.period_until.is_none() {
            return None;
        }
        Some(Period {
            from: self.0.period_from.map(Date),
            until: self.0.period_until.map(Date),
        })
    }

    /// How it is guided here; null where nobody says.
    async fn guidance(&self) -> Option<Vec<Guidance>> {
        self.0
            .guidance
            .as_deref()
            .map(sets::members::<domain::Guidance, _>)
    }

    /// Who says so.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        Ok(ctx
            .loaders()
            .source()
            .load(self.0.source_id)
            .await?
            .map(Source))
    }

    /// Whether this offering is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
