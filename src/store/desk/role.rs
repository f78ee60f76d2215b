//! Writing roles: a doctor at a clinic.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value as Json, json};

use super::act::{Act, unchanged};
use super::audit;
use super::error::DeskError;
use super::origin::{self, Before};
use super::patch::{Hours, Patch};
use crate::domain::{FieldGroup, NewPatients, NodeKind, RecordState};
use crate::store::entity::{clinic, doctor, network, role, role_plan, role_specialty};
use crate::store::id::{ClinicId, DoctorId, Id, PlanId, RoleId, Row, SourceId, SpecialtyId};
use crate::store::{Text, children, parts};

const NAME: &str = "role";

/// The group that a source of roles speaks for.
const GROUPS: &[FieldGroup] = &[FieldGroup::Roles];

/// A plan that is taken.
#[derive(Clone, Debug)]
pub struct TakenPlan {
    pub plan: PlanId,
    /// The one of its networks through which.
    pub network: Option<Id<network::Entity>>,
    pub as_of: Option<NaiveDate>,
}

/// What is written of a role; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct RolePatch {
    pub phone: Patch<String>,
    /// What was said of new patients, and on which day.
    pub new_patients: Patch<(NewPatients, NaiveDate)>,
    pub specialties: Option<Vec<SpecialtyId>>,
    pub hours: Option<Vec<Hours>>,
    pub plans: Option<Vec<TakenPlan>>,
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
        let before = match &held {
            Some(held) => Some(self.role_snapshot(held).await?),
            None => None,
        };
        let mut groups = GROUPS.to_vec();
        if patch.new_patients.is_given() {
            groups.push(FieldGroup::NewPatients);
        }
        groups.extend(patch.plans.as_ref().map(|_| FieldGroup::Plans));
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
        if let Some(plans) = patch.plans {
            self.take_plans(id, plans).await?;
        }
        self.speak(node, held.as_ref(), &groups, (desk, patch.verified_on))
            .await?;
        self.changes.updated(NodeKind::Role, id);
        self.changes.updated(NodeKind::Doctor, doctor);
        self.changes.updated(NodeKind::Clinic, clinic);
        let row = self.held::<role::Entity>(id, NAME).await?;
        let after = self.role_snapshot(&row).await?;
        self.enter(node, before, Some(after));
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

    async fn take_plans(&self, role: RoleId, plans: Vec<TakenPlan>) -> Result<(), DeskError> {
        let rows = plans.into_iter().map(|taken| role_plan::Model {
            id: Id::UNSET,
            role_id: role,
            plan_id: taken.plan,
            network_id: taken.network,
            as_of: taken.as_of,
        });
        let rows = rows.collect();
        let owners = [role.get()];
        parts::replace::<role_plan::Entity>(&self.tx, NodeKind::Role, &owners, rows).await?;
        Ok(())
    }

    /// The record with its plans and specialties, for the audit.
    async fn role_snapshot(&self, held: &role::Model) -> Result<Json, DeskError> {
        let id = held.id.get();
        let plans = children::of_parents::<role_plan::Entity>(&self.tx, &[id]).await?;
        let practised = children::of_parents::<role_specialty::Entity>(&self.tx, &[id]).await?;
        let mut json = audit::row(held);
        let plans = plans.get(&id).into_iter().flatten();
        json["plans"] = plans.map(audit::row).collect();
        let practised = practised.get(&id).into_iter().flatten();
        json["specialties"] = practised.map(|row| json!(row.specialty_id.get())).collect();
        Ok(json)
    }
}
