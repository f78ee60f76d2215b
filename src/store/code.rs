//! Codes of procedures, conditions and other nodes.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::children;
use super::entity::code;
use super::error::StoreError;
use super::keys::any_id;
use super::text::Text;
use crate::domain::NodeKind;

/// The codes of nodes of one kind, by system, then value.
pub async fn of_nodes(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    nodes: &[i64],
) -> Result<HashMap<i64, Vec<code::Model>>, StoreError> {
    let rows = code::Entity::find()
        .filter(any_id(code::Column::NodeId, nodes.iter().copied()))
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

/// The node of this kind that carries the code, the oldest one if there are several.
pub async fn node(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    system: &str,
    value: &str,
) -> Result<Option<i64>, StoreError> {
    let row = code::Entity::find()
        .filter(code::Column::System.eq(system))
        .filter(code::Column::Value.eq(value))
        .filter(code::Column::NodeKind.eq(Text(kind)))
        .order_by_asc(code::Column::NodeId)
        .one(db)
        .await?;
    Ok(row.map(|row| row.node_id))
}

/// Makes `wanted` the codes of these nodes of one kind, and says for which that changed something.
pub async fn replace(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    nodes: &[i64],
    wanted: Vec<code::Model>,
) -> Result<HashSet<i64>, StoreError> {
    let within = code::Column::NodeKind.eq(Text(kind));
    children::replace::<code::Entity>(db, nodes, wanted, within).await
}
