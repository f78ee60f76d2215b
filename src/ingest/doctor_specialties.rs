//! Writing doctors together with their specialties.

use std::collections::HashSet;

use super::batch::Batch;
use super::owners;
use crate::domain::NodeKind;
use crate::store::StoreError;
use crate::store::doctor as doctors;
use crate::store::entity::doctor;
use crate::store::id::{DoctorId, SpecialtyId};
use crate::store::upsert::{self, Outcome};

/// Writes doctors with their specialties, primary first, and notes whom that changes.
pub(super) async fn write(
    batch: &mut Batch<'_>,
    rows: Vec<doctor::Model>,
    specialties: Vec<Vec<SpecialtyId>>,
) -> Result<Vec<(DoctorId, Outcome)>, StoreError> {
    let written = upsert::upsert_scoped::<doctor::Entity>(batch.tx, rows).await?;
    give(batch, written, specialties, HashSet::new()).await
}

/// Gives doctors that are written their specialties, and notes whom all that changes. `changed`
/// are those of whom something else that they own is not as it was.
pub(super) async fn give(
    batch: &mut Batch<'_>,
    mut written: Vec<(DoctorId, Outcome)>,
    specialties: Vec<Vec<SpecialtyId>>,
    mut changed: HashSet<i64>,
) -> Result<Vec<(DoctorId, Outcome)>, StoreError> {
    let wanted: Vec<(DoctorId, Vec<SpecialtyId>)> =
        written.iter().map(|(id, _)| *id).zip(specialties).collect();
    changed.extend(doctors::replace_specialties(batch.tx, &wanted).await?);
    let mut touched = Vec::new();
    let mut shown_elsewhere = Vec::new();
    for (id, outcome) in &mut written {
        if *outcome == Outcome::Unchanged && changed.contains(&id.get()) {
            *outcome = Outcome::Changed;
            touched.push(*id);
        }
        if *outcome == Outcome::Changed {
            shown_elsewhere.push(*id);
        }
        batch.note(NodeKind::Doctor, *id, *outcome);
    }
    upsert::touch::<doctor::Entity>(batch.tx, doctor::Column::UpdatedAt, touched, batch.now)
        .await?;
    owners::clinics_of(batch, &shown_elsewhere).await?;
    Ok(written)
}
