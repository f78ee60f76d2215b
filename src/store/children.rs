//! Rows that a parent owns as a set: read together, written together, compared as a whole.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::sea_query::{Condition, IntoCondition};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use super::error::StoreError;
use super::id::Row;
use super::keys::any_id;
use super::text::Text;
use crate::domain::NodeKind;

const INSERTED_AT_ONCE: usize = 500;

/// A table whose rows belong to a parent row.
pub trait Child: Row {
    const PARENT: Self::Column;

    /// The column that tells the kind of the parent, where parents are of several kinds.
    const OF_KIND: Option<Self::Column> = None;

    fn parent(model: &Self::Model) -> i64;

    /// Takes from the held row what a writer does not decide: its id and its times.
    fn adopt(model: &mut Self::Model, held: &Self::Model);
}

/// The children of nodes of one kind, in the order in which they were written. A node without any
/// has no entry.
pub async fn of_nodes<E: Child>(
    db: &impl ConnectionTrait,
    kind: NodeKind,
    nodes: &[i64],
) -> Result<HashMap<i64, Vec<E::Model>>, StoreError> {
    let rows = E::find()
        .filter(any_id(db, E::PARENT, nodes.iter().copied()))
        .filter(of_kind::<E>(kind))
        .order_by_asc(E::ID)
        .all(db)
        .await?;
    Ok(by_parent::<E>(rows).into_iter().collect())
}

/// Those whose parents are of this kind; all, where parents are of one kind only.
pub(super) fn of_kind<E: Child>(kind: NodeKind) -> Condition {
    match E::OF_KIND {
        Some(column) => Condition::all().add(column.eq(Text(kind))),
        None => Condition::all(),
    }
}

/// The children of each parent, in the order in which they were written. A parent without any has
/// no entry.
pub async fn of_parents<E: Child>(
    db: &impl ConnectionTrait,
    parents: &[i64],
) -> Result<HashMap<i64, Vec<E::Model>>, StoreError> {
    let rows = E::find()
        .filter(any_id(db, E::PARENT, parents.iter().copied()))
        .order_by_asc(E::ID)
        .all(db)
        .await?;
    Ok(by_parent::<E>(rows).into_iter().collect())
}

/// Makes `wanted` the children of `parents`, and says which parents that changed.
///
/// A parent without a wanted child loses its children. Only children that also meet `within` are
/// compared and replaced, so that two sources do not remove each other's rows.
pub async fn replace<E>(
    db: &impl ConnectionTrait,
    parents: &[i64],
    wanted: Vec<E::Model>,
    within: impl IntoCondition,
) -> Result<HashSet<i64>, StoreError>
where
    E: Child,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let within: Condition = within.into_condition();
    let held = E::find()
        .filter(any_id(db, E::PARENT, parents.iter().copied()))
        .filter(within.clone())
        .order_by_asc(E::ID)
        .all(db)
        .await?;
    let mut held = by_parent::<E>(held);
    let mut wanted = by_parent::<E>(wanted);

    let mut changed = HashSet::new();
    let mut fresh = Vec::new();
    for parent in parents {
        let before = held.remove(parent).unwrap_or_default();
        let after = wanted.remove(parent).unwrap_or_default();
        if same::<E>(&before, &after) || !changed.insert(*parent) {
            continue;
        }
        fresh.extend(after);
    }
    if changed.is_empty() {
        return Ok(changed);
    }
    E::delete_many()
        .filter(any_id(db, E::PARENT, changed.iter().copied()))
        .filter(within)
        .exec(db)
        .await?;
    while !fresh.is_empty() {
        let rest = fresh.split_off(fresh.len().min(INSERTED_AT_ONCE));
        let rows = fresh.into_iter().map(|row| {
            let mut active = row.into_active_model();
            active.not_set(E::ID);
            active
        });
        E::insert_many(rows).exec_without_returning(db).await?;
        fresh = rest;
    }
    Ok(changed)
}

fn by_parent<E: Child>(rows: Vec<E::Model>) -> BTreeMap<i64, Vec<E::Model>> {
    let mut parents: BTreeMap<i64, Vec<E::Model>> = BTreeMap::new();
    for row in rows {
        parents.entry(E::parent(&row)).or_default().push(row);
    }
    parents
}

fn same<E: Child>(before: &[E::Model], after: &[E::Model]) -> bool
where
    E::Model: PartialEq + Clone,
{
    before.len() == after.len()
        && before.iter().zip(after).all(|(held, row)| {
            let mut row = row.clone();
            E::adopt(&mut row, held);
            row == *held
        })
}
