//! What doctors do, and how we know.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::offering;
use super::error::StoreError;
use super::id::{DoctorId, ProcedureId};
use super::keys::any_id;

/// The best offering of each (doctor, procedure): the strongest evidence, then the newest.
/// A pair without one has no entry, which means that nobody knows, not that the doctor does not.
pub async fn best(
    db: &impl ConnectionTrait,
    pairs: &[(DoctorId, ProcedureId)],
) -> Result<HashMap<(DoctorId, ProcedureId), offering::Model>, StoreError> {
    let rows = offering::Entity::find()
        .filter(any_id(
            db,
            offering::Column::DoctorId,
            pairs.iter().map(|(doctor, _)| doctor.get()),
        ))
        .filter(any_id(
            db,
            offering::Column::ProcedureId,
            pairs.iter().map(|(_, procedure)| procedure.get()),
        ))
        .order_by_asc(offering::Column::Id)
        .all(db)
        .await?;
    let mut best: HashMap<_, offering::Model> = HashMap::new();
    for row in rows {
        let rank = |row: &offering::Model| (row.evidence.0, std::cmp::Reverse(row.as_of));
        let held = best.entry((row.doctor_id, row.procedure_id));
        held.and_modify(|held| {
            if rank(&row) < rank(held) {
                *held = row.clone();
            }
        })
        .or_insert(row);
    }
    Ok(best)
}
