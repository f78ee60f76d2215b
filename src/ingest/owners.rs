//! Changes that reach beyond the row that was written: who else shows it.

use super::batch::Batch;
use crate::domain::NodeKind;
use crate::store::id::{ClinicId, DoctorId};
use crate::store::{StoreError, role};

/// Doctors whose specialties or offerings changed: their clinics list what is done there.
pub(super) async fn clinics_of(
    batch: &mut Batch<'_>,
    doctors: &[DoctorId],
) -> Result<(), StoreError> {
    if doctors.is_empty() {
        return Ok(());
    }
    for role in role::of_doctors(batch.tx, doctors.iter().copied()).await? {
        batch.changes.updated(NodeKind::Clinic, role.clinic_id);
    }
    Ok(())
}

/// Clinics that changed: the doctors who see patients there are found by the clinic's position.
pub(super) async fn doctors_at(
    batch: &mut Batch<'_>,
    clinics: &[ClinicId],
) -> Result<(), StoreError> {
    if clinics.is_empty() {
        return Ok(());
    }
    for doctor in role::doctors_at(batch.tx, clinics.iter().copied()).await? {
        batch.changes.updated(NodeKind::Doctor, doctor);
    }
    Ok(())
}
