//! Changes that reach beyond the row that was written: who else shows it.

use super::batch::Batch;
use crate::domain::NodeKind;
use crate::store::entity::role as roles;
use crate::store::id::{ClinicId, DoctorId, Id};
use crate::store::{StoreError, read, role};

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

/// Nodes of one kind of which something changed that they own. A role is shown by its doctor and
/// by its clinic too.
pub(super) async fn of_parts(
    batch: &mut Batch<'_>,
    kind: NodeKind,
    nodes: impl IntoIterator<Item = i64>,
) -> Result<(), StoreError> {
    let nodes: Vec<i64> = nodes.into_iter().collect();
    for id in &nodes {
        batch.changes.node_updated(kind, *id);
    }
    if kind == NodeKind::Role && !nodes.is_empty() {
        let ids: Vec<_> = nodes.into_iter().map(Id::new).collect();
        for role in read::by_ids::<roles::Entity>(batch.tx, &ids)
            .await?
            .into_values()
        {
            batch.changes.updated(NodeKind::Doctor, role.doctor_id);
            batch.changes.updated(NodeKind::Clinic, role.clinic_id);
        }
    }
    Ok(())
}
