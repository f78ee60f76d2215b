//! Which procedures treat which conditions.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::treatment;
use super::error::StoreError;
use super::id::{ConditionId, ProcedureId};

/// The procedures that treat the condition, in no order.
pub async fn procedures(
    db: &impl ConnectionTrait,
    condition: ConditionId,
) -> Result<Vec<ProcedureId>, StoreError> {
    Ok(treatment::Entity::find()
        .select_only()
        .column(treatment::Column::ProcedureId)
        .filter(treatment::Column::ConditionId.eq(condition))
        .into_tuple()
        .all(db)
        .await?)
}
