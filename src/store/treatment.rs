//! Which procedures treat which conditions.

use std::collections::HashSet;

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::children;
use super::entity::treatment;
use super::error::StoreError;
use super::id::{ConditionId, Id, ProcedureId};
use super::keys::any_id;

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

/// The treatments of these conditions, as pairs in no order.
pub async fn of_conditions(
    db: &impl ConnectionTrait,
    conditions: &[ConditionId],
) -> Result<HashSet<(ConditionId, ProcedureId)>, StoreError> {
    let ids = conditions.iter().map(|id| id.get());
    let rows = treatment::Entity::find()
        .filter(any_id(db, treatment::Column::ConditionId, ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.condition_id, row.procedure_id))
        .collect())
}

/// Makes the pairs the treatments of these conditions, and says for which that changed something.
pub async fn replace(
    db: &impl ConnectionTrait,
    conditions: &[ConditionId],
    wanted: &[(ConditionId, ProcedureId)],
) -> Result<HashSet<i64>, StoreError> {
    let parents: Vec<i64> = conditions.iter().map(|id| id.get()).collect();
    let rows = wanted
        .iter()
        .map(|(condition, procedure)| treatment::Model {
            id: Id::UNSET,
            condition_id: *condition,
            procedure_id: *procedure,
        })
        .collect();
    children::replace::<treatment::Entity>(db, &parents, rows, Condition::all()).await
}
