//! Writing offerings: what the desk knows a doctor to do. What other sources know stays beside it.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::act::{Act, unchanged};
use super::audit;
use super::error::DeskError;
use super::origin;
use super::patch::Patch;
use crate::domain::{Evidence, FieldGroup, NodeKind, RecordState, VolumeBand};
use crate::store::Text;
use crate::store::entity::{doctor, offering};
use crate::store::id::{ClinicId, DoctorId, Id, OfferingId, ProcedureId, Row, SourceId};

const NAME: &str = "offering";

/// What is written of an offering; what is left out stays.
#[derive(Clone, Debug, Default)]
pub struct OfferingPatch {
    pub evidence: Option<Evidence>,
    pub volume_band: Option<VolumeBand>,
    pub as_of: Patch<NaiveDate>,
    /// Spellings of `Guidance` between `|`.
    pub guidance: Patch<String>,
    /// The days between which somebody counted.
    pub period: Patch<(Option<NaiveDate>, Option<NaiveDate>)>,
}

impl Act {
    /// Writes what the desk knows of a doctor and a procedure, at one clinic or at any.
    pub async fn upsert_offering(
        &mut self,
        (doctor, procedure, clinic): (DoctorId, ProcedureId, Option<ClinicId>),
        patch: OfferingPatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<OfferingId, DeskError> {
        let owner = self.held::<doctor::Entity>(doctor, "doctor").await?;
        if owner.state.0 == RecordState::Merged {
            return Err(DeskError::Merged);
        }
        let desk = origin::desk(self).await?;
        let at = clinic.map_or_else(|| "*".to_owned(), |clinic| clinic.get().to_string());
        let key = format!("{}/{}/{at}", doctor.get(), procedure.get());
        let held = self.offering_of(desk, &key).await?;
        let row = held.clone().unwrap_or_else(|| offering::Model {
            id: Id::UNSET,
            source_id: desk,
            source_key: key,
            doctor_id: doctor,
            procedure_id: procedure,
            clinic_id: clinic,
            evidence: Text(Evidence::Declared),
            volume_band: Text(VolumeBand::SuppressedOrUnknown),
            as_of: Some(self.now.date_naive()),
            guidance: None,
            period_from: None,
            period_until: None,
            demonstration: owner.demonstration,
            updated_at: self.now,
        });
        self.write_offering(held, row, patch, read).await
    }

    /// Writes an offering of the desk that is there.
    pub async fn patch_offering(
        &mut self,
        id: OfferingId,
        patch: OfferingPatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<OfferingId, DeskError> {
        let desk = origin::desk(self).await?;
        let held = self.held::<offering::Entity>(id, NAME).await?;
        if held.source_id != desk {
            return Err(DeskError::Evidence);
        }
        self.write_offering(Some(held.clone()), held, patch, read)
            .await
    }

    async fn write_offering(
        &mut self,
        held: Option<offering::Model>,
        mut row: offering::Model,
        patch: OfferingPatch,
        read: Option<DateTime<Utc>>,
    ) -> Result<OfferingId, DeskError> {
        if let Some(held) = &held {
            unchanged(held.updated_at, read, NAME)?;
            row.updated_at = self.after(held.updated_at);
        }
        if let Some(evidence) = patch.evidence {
            row.evidence = Text(evidence);
        }
        if let Some(band) = patch.volume_band {
            row.volume_band = Text(band);
        }
        patch.as_of.apply(&mut row.as_of);
        patch.guidance.apply(&mut row.guidance);
        if let Patch::Set(period) = patch.period {
            (row.period_from, row.period_until) = period.unwrap_or_default();
        }
        let (doctor, desk) = (row.doctor_id, row.source_id);
        let id = self.store_offering(row, held.is_some()).await?;
        let today = self.now.date_naive();
        let node = (NodeKind::Doctor, doctor.get());
        origin::note(self, node, None, &[FieldGroup::Offerings], (desk, today)).await?;
        self.changes.updated(NodeKind::Offering, id);
        self.doctor_changed(doctor).await?;
        let row = self.held::<offering::Entity>(id, NAME).await?;
        let before = held.as_ref().map(audit::row);
        self.enter(
            (NodeKind::Offering, id.get()),
            before,
            Some(audit::row(&row)),
        );
        Ok(id)
    }

    async fn offering_of(
        &self,
        desk: SourceId,
        key: &str,
    ) -> Result<Option<offering::Model>, DeskError> {
        Ok(offering::Entity::find()
            .filter(offering::Column::SourceId.eq(desk))
            .filter(offering::Column::SourceKey.eq(key))
            .one(&self.tx)
            .await?)
    }

    async fn store_offering(
        &self,
        row: offering::Model,
        is_held: bool,
    ) -> Result<OfferingId, DeskError> {
        let (id, source, key) = (row.id, row.source_id, row.source_key.clone());
        let mut active = row.into_active_model().reset_all();
        if is_held {
            offering::Entity::update(active).exec(&self.tx).await?;
            return Ok(id);
        }
        active.not_set(offering::Entity::ID);
        offering::Entity::insert(active)
            .exec_without_returning(&self.tx)
            .await?;
        let row = self.offering_of(source, &key).await?;
        row.map(|row| row.id).ok_or(DeskError::Missing(NAME))
    }
}
