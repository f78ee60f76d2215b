//! Which doctor sees patients at which clinic.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::desk::MOVED;
use super::entity::role;
use super::error::StoreError;
use super::id::{ClinicId, DoctorId, RoleId, SourceId};
use super::keys::any_id;

/// The roles of these doctors, whichever source says so, by id.
pub async fn of_doctors(
    db: &impl ConnectionTrait,
    doctors: impl IntoIterator<Item = DoctorId>,
) -> Result<Vec<role::Model>, StoreError> {
    let ids = doctors.into_iter().map(|id| id.get());
    Ok(role::Entity::find()
        .filter(any_id(db, role::Column::DoctorId, ids))
        .order_by_asc(role::Column::Id)
        .all(db)
        .await?)
}

/// The doctors who see patients at one of these clinics, each once, in no order.
pub async fn doctors_at(
    db: &impl ConnectionTrait,
    clinics: impl IntoIterator<Item = ClinicId>,
) -> Result<Vec<DoctorId>, StoreError> {
    let ids = clinics.into_iter().map(|id| id.get());
    Ok(role::Entity::find()
        .select_only()
        .column(role::Column::DoctorId)
        .distinct()
        .filter(any_id(db, role::Column::ClinicId, ids))
        .into_tuple()
        .all(db)
        .await?)
}

/// Removes what one source no longer says of these doctors: their roles other than `kept`, and
/// other than those that came from another record by a merge, of which it says nothing there.
pub async fn prune(
    db: &impl ConnectionTrait,
    source: SourceId,
    doctors: &[DoctorId],
    kept: &[RoleId],
) -> Result<Vec<role::Model>, StoreError> {
    let gone = role::Entity::find()
        .filter(any_id(
            db,
            role::Column::DoctorId,
            doctors.iter().map(|id| id.get()),
        ))
        .filter(role::Column::SourceId.eq(source))
        .filter(role::Column::SourceKey.starts_with(MOVED).not())
        .filter(any_id(db, role::Column::Id, kept.iter().map(|id| id.get())).not())
        .all(db)
        .await?;
    if !gone.is_empty() {
        role::Entity::delete_many()
            .filter(any_id(
                db,
                role::Column::Id,
                gone.iter().map(|row| row.id.get()),
            ))
            .exec(db)
            .await?;
    }
    Ok(gone)
}
