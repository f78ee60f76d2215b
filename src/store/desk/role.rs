//! Writing roles: a doctor at a clinic.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::act::{Act, unchanged};
use super::audit;
use super::error::DeskError;
use super::origin::{self, Before};
use super::patch::{Hours, Patch};
use crate::domain::{FieldGroup, NewPatients, NodeKind, RecordState};
use crate::store::entity::{clinic, doctor, role, role_specialty};
use crate::store::id::{ClinicId, DoctorId, Id, RoleId, Row, SourceId, SpecialtyId};
use crate::store::{Text, parts};

const NAME: &str = "role";

/// The group that a source of roles speaks for.
const GROUPS: &[FieldGroup] = &[FieldGroup::Roles];

/// What is written of a role; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct RolePatch {
    pub phone: Patch<String>,
    /// What was said of new patients, and on which day.
    pub new_patients: Patch<(NewPatients, NaiveDate)>,
    pub specialties: Option<Vec<SpecialtyId>>,
    pub hours: Option<Vec<Hours>>,
    /// The day on which somebody made sure of it.
    pub verified_on: Option<NaiveDate>,
}

impl Act {
    /// Writes the role of a doctor at a clinic: they have one there, whoever says so.
    pub async fn upsert_role(
        &mut self,
        doctor: DoctorId,
        clinic: ClinicId,
        patch: RolePatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<RoleId, DeskError> {
        let owner = self.held::<doctor::Entity>(doctor, "doctor").await?;
        if owner.state.0 == RecordState::Merged {
            return Err(DeskError::Merged);
        }
        let place = self.held::<clinic::Entity>(clinic, "clinic").await?;
        let held = self.role_of(doctor, clinic).await?;
        let row = held.clone().unwrap_or_else(|| role::Model {
            id: Id::UNSET,
            doctor_id: doctor,
            clinic_id: clinic,
            source_id: Id::UNSET,
            source_key: String::new(),
            phone: None,
            new_patients: None,
            new_patients_as_of: None,
            last_verified_on: None,
            demonstration: owner.demonstration || place.demonstration,
            updated_at: self.now,
        });
        self.write_role(held, row, patch, read).await
    }

    /// Writes a role that is there.
    pub async fn patch_role(
        &mut self,
        id: RoleId,
        patch: RolePatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<RoleId, DeskError> {
        let held = self.held::<role::Entity>(id, NAME).await?;
        self.write_role(Some(held.clone()), held, patch, read).await
    }

    async fn write_role(
        &mut self,
        held: Option<role::Model>,
        mut row: role::Model,
        patch: RolePatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<RoleId, DeskError> {
        let desk = origin::desk(self).await?;
        if let Some(held) = &held {
            unchanged(held.updated_at, read, NAME)?;
            row.updated_at = self.after(held.updated_at);
        }
        let says_new = patch.new_patients.is_given();
        patch.phone.apply(&mut row.phone);
        if let Patch::Set(said) = patch.new_patients {
            row.new_patients = said.map(|(status, _)| Text(status));
            row.new_patients_as_of = said.map(|(_, day)| day);
        }
        row.last_verified_on = patch.verified_on.or(row.last_verified_on);
        row.source_id = desk;
        row.source_key = format!("{}/{}", row.doctor_id.get(), row.clinic_id.get());
        let (doctor, clinic) = (row.doctor_id, row.clinic_id);
        let id = self.store_role(row, held.is_some()).await?;
        let node = (NodeKind::Role, id.get());
        if let Some(specialties) = patch.specialties {
            self.practise(id, specialties).await?;
        }
        if let Some(hours) = patch.hours {
            origin::hours(self, node, &hours).await?;
        }
        let groups: &[FieldGroup] = match says_new {
            true => &[FieldGroup::Roles, FieldGroup::NewPatients],
            false => GROUPS,
        };
        self.speak(node, held.as_ref(), groups, (desk, patch.verified_on))
            .await?;
        self.changes.updated(NodeKind::Role, id);
        self.changes.updated(NodeKind::Doctor, doctor);
        self.changes.updated(NodeKind::Clinic, clinic);
        let row = self.held::<role::Entity>(id, NAME).await?;
        let before = held.as_ref().map(audit::row);
        self.enter(node, before, Some(audit::row(&row)));
        Ok(id)
    }

    async fn speak(
        &self,
        node: (NodeKind, i64),
        held: Option<&role::Model>,
        groups: &[FieldGroup],
        (desk, as_of): (SourceId, Option<NaiveDate>),
    ) -> Result<(), DeskError> {
        let was = held.map(|held| Before {
            source: held.source_id,
            groups: GROUPS,
        });
        let as_of = as_of.unwrap_or(self.now.date_naive());
        origin::note(self, node, was, groups, (desk, as_of)).await
    }

    async fn role_of(
        &self,
        doctor: DoctorId,
        clinic: ClinicId,
    ) -> Result<Option<role::Model>, DeskError> {
        Ok(role::Entity::find()
            .filter(role::Column::DoctorId.eq(doctor))
            .filter(role::Column::ClinicId.eq(clinic))
            .one(&self.tx)
            .await?)
    }

    async fn store_role(&self, row: role::Model, is_held: bool) -> Result<RoleId, DeskError> {
        let (id, doctor, clinic) = (row.id, row.doctor_id, row.clinic_id);
        let mut active = row.into_active_model().reset_all();
        if is_held {
            role::Entity::update(active).exec(&self.tx).await?;
            return Ok(id);
        }
        active.not_set(role::Entity::ID);
        role::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = self.role_of(doctor, clinic).await?;
        row.map(|row| row.id).ok_or(DeskError::Missing(NAME))
    }

    async fn practise(&self, role: RoleId, specialties: Vec<SpecialtyId>) -> Result<(), DeskError> {
        let rows = specialties
            .into_iter()
            .zip(0..)
            .map(|(specialty_id, position)| role_specialty::Model {
                id: Id::UNSET,
                role_id: role,
                specialty_id,
                position,
            });
        let rows = rows.collect();
        let owners = [role.get()];
        parts::replace::<role_specialty::Entity>(&self.tx, NodeKind::Role, &owners, rows).await?;
        Ok(())
    }
}
