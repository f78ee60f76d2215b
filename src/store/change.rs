//! The change table: what readers poll to learn that something is no longer as they know it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::entity::{change, counter};
use super::error::StoreError;
use super::id::{Id, Row};
use super::text::Text;
use crate::domain::{Action, NodeKind};

/// The most ids in one change.
const IDS_IN_ONE: usize = 1_000;

/// What a transaction changed, gathered while it runs.
#[derive(Debug, Default)]
pub struct Changes(BTreeMap<(NodeKind, bool), Vec<i64>>);

/// A change as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub kind: NodeKind,
    pub action: Action,
    pub ids: Vec<i64>,
}

impl Changes {
    /// The row, or something it owns, is new or different.
    pub fn updated<E: Row>(&mut self, kind: NodeKind, id: Id<E>) {
        self.0.entry((kind, false)).or_default().push(id.get());
    }

    /// The node, known by its kind and row id only, or something it owns, is new or different.
    pub fn node_updated(&mut self, kind: NodeKind, id: i64) {
        self.0.entry((kind, false)).or_default().push(id);
    }

    /// The row is gone.
    pub fn removed<E: Row>(&mut self, kind: NodeKind, id: Id<E>) {
        self.0.entry((kind, true)).or_default().push(id.get());
    }
}

/// Writes the changes and commits.
///
/// The counter is taken here, last before the commit, so that commit order is `seq` order and a
/// reader that polls `seq > last` never misses a late commit; taken earlier, two writers that also
/// share a row would deadlock.
pub async fn commit(
    tx: DatabaseTransaction,
    changes: Changes,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for ((kind, removed), mut ids) in changes.0 {
        ids.sort_unstable();
        ids.dedup();
        let action = if removed {
            Action::Removed
        } else {
            Action::Updated
        };
        for ids in ids.chunks(IDS_IN_ONE) {
            rows.push(change::ActiveModel {
                seq: Set(0),
                kind: Set(Text(kind)),
                action: Set(Text(action)),
                ids: Set(serde_json::Value::from(ids).to_string()),
                at: Set(now),
            });
        }
    }
    if !rows.is_empty() {
        let count = i64::try_from(rows.len())
            .map_err(|_| StoreError::Corrupt("a transaction with too many changes"))?;
        let last = advance(&tx, count).await?;
        for (row, seq) in rows.iter_mut().zip(last - count + 1..) {
            row.seq = Set(seq);
        }
        change::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn advance(tx: &DatabaseTransaction, by: i64) -> Result<i64, StoreError> {
    let rows = counter::Entity::update_many()
        .col_expr(
            counter::Column::Value,
            Expr::col(counter::Column::Value).add(by),
        )
        .filter(counter::Column::Name.eq("change"))
        .exec_with_returning(tx)
        .await?;
    rows.first()
        .map(|row| row.value)
        .ok_or(StoreError::Corrupt("the change counter is gone"))
}

/// The changes after `seq`, oldest first, at most `limit` of them.
pub async fn after(
    db: &impl ConnectionTrait,
    seq: i64,
    limit: u64,
) -> Result<Vec<Change>, StoreError> {
    let rows = change::Entity::find()
        .filter(change::Column::Seq.gt(seq))
        .order_by_asc(change::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Change {
                seq: row.seq,
                kind: row.kind.0,
                action: row.action.0,
                ids: serde_json::from_str(&row.ids)
                    .map_err(|_| StoreError::Corrupt("the ids of a change"))?,
            })
        })
        .collect()
}

/// The last sequence number given out; 0 in a new database.
pub async fn latest(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = counter::Entity::find_by_id("change".to_owned())
        .one(db)
        .await?;
    row.map(|row| row.value)
        .ok_or(StoreError::Corrupt("the change counter is gone"))
}
