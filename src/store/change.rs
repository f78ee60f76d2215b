//! The change table: what readers poll to learn that something is no longer as they know it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::connect::Database;
use super::entity::{change, counter};
use super::error::StoreError;
use super::id::{Id, Row};
use super::keys::any_text;
use super::text::Text;
use crate::domain::closed::Closed;
use crate::domain::{Action, NodeKind};

/// The most ids in one change.
const IDS_IN_ONE: usize = 1_000;

/// What a transaction changed, gathered while it runs.
#[derive(Debug, Default)]
pub struct Changes(BTreeMap<(NodeKind, Action), Vec<i64>>);

/// A change as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub seq: i64,
    pub kind: NodeKind,
    pub action: Action,
    pub ids: Vec<i64>,
    pub at: DateTime<Utc>,
}

impl Changes {
    /// The row, or something it owns, is new or different.
    pub fn updated<E: Row>(&mut self, kind: NodeKind, id: Id<E>) {
        self.node_updated(kind, id.get());
    }

    /// The node, known by its kind and row id only, or something it owns, is new or different.
    pub fn node_updated(&mut self, kind: NodeKind, id: i64) {
        self.note(kind, Action::Updated, id);
    }

    /// The row is gone.
    pub fn removed<E: Row>(&mut self, kind: NodeKind, id: Id<E>) {
        self.note(kind, Action::Removed, id.get());
    }

    /// Another row stands for this one.
    pub fn merged<E: Row>(&mut self, kind: NodeKind, id: Id<E>) {
        self.note(kind, Action::Merged, id.get());
    }

    fn note(&mut self, kind: NodeKind, action: Action, id: i64) {
        self.0.entry((kind, action)).or_default().push(id);
    }
}

/// Writes the changes and commits; gives the last sequence number, where anything changed.
///
/// The counter is taken here, last before the commit, so that commit order is `seq` order and a
/// reader that polls `seq > last` never misses a late commit; taken earlier, two writers that also
/// share a row would deadlock.
pub async fn commit(
    tx: DatabaseTransaction,
    changes: Changes,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let mut rows = Vec::new();
    let mut last = None;
    for ((kind, action), mut ids) in changes.0 {
        ids.sort_unstable();
        ids.dedup();
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
        let seq = advance(&tx, count).await?;
        last = Some(seq);
        for (row, seq) in rows.iter_mut().zip(seq - count + 1..) {
            row.seq = Set(seq);
        }
        change::Entity::insert_many(rows)
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(last)
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
    rows.into_iter().map(Change::read).collect()
}

/// Like [`after`], of these kinds only.
pub async fn after_of(
    db: &impl ConnectionTrait,
    seq: i64,
    kinds: &[NodeKind],
    limit: u64,
) -> Result<Vec<Change>, StoreError> {
    let rows = change::Entity::find()
        .filter(change::Column::Seq.gt(seq))
        .filter(any_text(
            db,
            change::Column::Kind,
            kinds.iter().map(|kind| kind.spelling()),
        ))
        .order_by_asc(change::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(Change::read).collect()
}

/// The first change that is kept; `None` where none is.
pub async fn oldest(db: &impl ConnectionTrait) -> Result<Option<i64>, StoreError> {
    Ok(change::Entity::find()
        .select_only()
        .column(change::Column::Seq)
        .order_by_asc(change::Column::Seq)
        .into_tuple()
        .one(db)
        .await?)
}

/// Whether a reader that has seen everything up to `seq` can go on from there: nothing after it
/// is forgotten, and it has seen nothing that never was.
pub async fn can_follow(db: &impl ConnectionTrait, seq: i64) -> Result<bool, StoreError> {
    let latest = latest(db).await?;
    Ok(match oldest(db).await? {
        Some(oldest) => (oldest - 1..=latest).contains(&seq),
        None => seq == latest,
    })
}

/// How many changes are kept at least, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub rows: i64,
    pub for_days: i64,
    /// The most that are forgotten in one statement.
    pub at_once: i64,
}

impl Kept {
    pub const DEFAULT: Kept = Kept {
        rows: 100_000,
        for_days: 7,
        at_once: 10_000,
    };
}

/// Forgets changes that are neither among the newest nor younger than so many days, which are
/// counted back from the newest: so that nobody's clock matters. Gives how many were forgotten.
pub async fn prune(db: &Database, kept: Kept) -> Result<u64, StoreError> {
    let Some(oldest) = oldest(db.feed()).await? else {
        return Ok(0);
    };
    let newest = change::Entity::find()
        .order_by_desc(change::Column::Seq)
        .one(db.feed())
        .await?;
    let Some(newest) = newest else {
        return Ok(0);
    };
    let last = std::cmp::min(newest.seq - kept.rows, oldest + kept.at_once - 1);
    if last < oldest {
        return Ok(0);
    }
    let before = newest.at - TimeDelta::days(kept.for_days);
    // Those of one moment go together with all before them: a gap would be taken for the end.
    let young = change::Entity::find()
        .select_only()
        .column(change::Column::Seq)
        .filter(change::Column::Seq.lte(last))
        .filter(change::Column::At.gte(before))
        .order_by_asc(change::Column::Seq)
        .into_tuple::<i64>()
        .one(db.feed())
        .await?;
    let last = young.map_or(last, |young| young - 1);
    let gone = change::Entity::delete_many()
        .filter(change::Column::Seq.lte(last))
        .exec(db.writer())
        .await?;
    Ok(gone.rows_affected)
}

impl Change {
    fn read(row: change::Model) -> Result<Self, StoreError> {
        Ok(Change {
            seq: row.seq,
            kind: row.kind.0,
            action: row.action.0,
            ids: serde_json::from_str(&row.ids)
                .map_err(|_| StoreError::Corrupt("the ids of a change"))?,
            at: row.at,
        })
    }
}

/// The last sequence number given out; 0 in a new database.
pub async fn latest(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = counter::Entity::find_by_id("change".to_owned())
        .one(db)
        .await?;
    row.map(|row| row.value)
        .ok_or(StoreError::Corrupt("the change counter is gone"))
}
