//! Codes of procedures, conditions and other nodes.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::code;
use super::error::StoreError;
use super::keys::{any_id, any_text};
use super::text::Text;
use crate::domain::NodeKind;

/// The codes of nodes of one kind, by system, then value.
pub async fn of_nodes(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    nodes: &[i64],
) -> Result<HashMap<i64, Vec<code::Model>>, StoreError> {
    let rows = code::Entity::find()
        .filter(any_id(db, code::Column::NodeId, nodes.iter().copied()))
        .filter(code::Column::NodeKind.eq(Text(kind)))
        .order_by_asc(code::Column::System)
        .order_by_asc(code::Column::Value)
        .all(db)
        .await?;
    let mut codes: HashMap<i64, Vec<code::Model>> = HashMap::new();
    for row in rows {
        codes.entry(row.node_id).or_default().push(row);
    }
    Ok(codes)
}

/// A code and the kind of node that is looked for.
pub type CodeKey = (NodeKind, String, String);

/// The node of each (kind, system, value), the oldest one if several carry the code.
/// A code that no such node carries has no entry.
pub async fn nodes(
    db: &impl ConnectionTrait,
    keys: &[CodeKey],
) -> Result<HashMap<CodeKey, i64>, StoreError> {
    let rows = code::Entity::find()
        .filter(any_text(
            db,
            code::Column::System,
            keys.iter().map(|(_, system, _)| system.as_str()),
        ))
        .filter(any_text(
            db,
            code::Column::Value,
            keys.iter().map(|(_, _, value)| value.as_str()),
        ))
        .order_by_desc(code::Column::NodeId)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.node_kind.0, row.system, row.value), row.node_id))
        .collect())
}
