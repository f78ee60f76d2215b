//! Names of nodes: synonyms and lay terms, by language.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::label;
use super::error::StoreError;
use super::keys::any_id;
use super::text::Text;
use crate::domain::NodeKind;

/// The labels of nodes of one kind in every language, in folded order.
pub async fn of_nodes(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    nodes: &[i64],
) -> Result<HashMap<i64, Vec<label::Model>>, StoreError> {
    let rows = label::Entity::find()
        .filter(any_id(db, label::Column::NodeId, nodes.iter().copied()))
        .filter(label::Column::NodeKind.eq(Text(kind)))
        .order_by_asc(label::Column::TextKey)
        .order_by_asc(label::Column::Id)
        .all(db)
        .await?;
    let mut labels: HashMap<i64, Vec<label::Model>> = HashMap::new();
    for row in rows {
        labels.entry(row.node_id).or_default().push(row);
    }
    Ok(labels)
}
