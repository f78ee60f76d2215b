//! Numbers by which others know our nodes.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::code::CodeKey;
use super::entity::identifier;
use super::error::StoreError;
use super::keys::any_text;

/// The node of each (kind, system, value), the oldest one if several bear the number.
/// A number that no such node bears has no entry.
pub async fn nodes(
    db: &impl ConnectionTrait,
    keys: &[CodeKey],
) -> Result<HashMap<CodeKey, i64>, StoreError> {
    let systems = keys.iter().map(|(_, system, _)| system.as_str());
    let values = keys.iter().map(|(_, _, value)| value.as_str());
    let rows = identifier::Entity::find()
        .filter(any_text(db, identifier::Column::System, systems))
        .filter(any_text(db, identifier::Column::Value, values))
        .order_by_desc(identifier::Column::NodeId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.node_kind.0, row.system, row.value), row.node_id))
        .collect())
}
