//! Which doctor sees patients at which clinic.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::role;
use super::error::StoreError;
use super::id::{DoctorId, RoleId, SourceId};
use super::keys::any_id;

/// Removes what one source no longer says of these doctors: their roles other than `kept`.
pub async fn prune(
    db: &impl ConnectionTrait,
    source: SourceId,
    doctors: &[DoctorId],
    kept: &[RoleId],
) -> Result<Vec<role::Model>, StoreError> {
    let gone = role::Entity::find()
        .filter(any_id(
            role::Column::DoctorId,
            doctors.iter().map(|id| id.get()),
        ))
        .filter(role::Column::SourceId.eq(source))
        .filter(any_id(role::Column::Id, kept.iter().map(|id| id.get())).not())
        .all(db)
        .await?;
    if !gone.is_empty() {
        role::Entity::delete_many()
            .filter(any_id(
                role::Column::Id,
                gone.iter().map(|row| row.id.get()),
            ))
            .exec(db)
            .await?;
    }
    Ok(gone)
}
