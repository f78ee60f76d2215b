//! Roles: a doctor at a clinic.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object, SimpleObject};

use super::clinic::Clinic;
use super::context::Ask;
use super::doctor::Doctor;
use super::error::Failure;
use super::global_id::{self, Kind};
use super::page::{Cursor, Total};
use super::scalar::{Date, DateTime};
use super::sets::NewPatientStatus;
use crate::store::entity::role;

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

    /// Whether this role is invented, to show what the graph can do.
    async fn demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// When the record last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
