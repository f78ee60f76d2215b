//! Which procedures treat which conditions.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::Condition;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};

use super::children;
use super::entity::treatment;
use super::error::StoreError;
use super::id::{ConditionId, Id, ProcedureId};
use super::keys::any_id;

/// The procedures that treat each condition, by id. A condition that nothing treats has no entry.
pub async fn procedures(
    db: &impl ConnectionTrait,
    conditions: &[ConditionId],
) -> Result<HashMap<ConditionId, Vec<ProcedureId>>, StoreError> {
    let mut found: HashMap<ConditionId, Vec<ProcedureId>> = HashMap::new();
    let mut pairs: Vec<_> = of_conditions(db, conditions).await?.into_iter().collect();
    pairs.sort_unstable();
    for (condition, procedure) in pairs {
        found.entry(condition).or_default().push(procedure);
    }
    Ok(found)
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
