//! The first few related rows of many parents, in one statement.
//!
//! Each parent's list is cut inside the statement, by a correlated `LIMIT`: a window function
//! reads every row of every parent first and costs twenty times as much.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Statement, Value};

use super::error::StoreError;
use super::id::Row;
use super::keys::ids_value;
use super::read;
use crate::domain::NodeKind;

/// How a child table hangs from its parents, and the order of each list; `relations` has them all.
///
/// The pieces are SQL with the child as `c` and the joined table, if any, as `j`. A pair of parent
/// and child is joined once at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Relation {
    /// Table of the rows that are listed.
    pub child: &'static str,
    /// Tables beside it, such as `JOIN clinic j ON j.id = c.clinic_id`; empty when none.
    pub join: &'static str,
    /// The column that holds the parent's id; `k.value`, which is that id, where `only` says what
    /// hangs from it.
    pub parent: &'static str,
    /// The text by which a list is sorted, before the row id.
    pub order: &'static str,
    /// A further condition beginning with `AND`; empty when none.
    pub only: &'static str,
    /// What the parents are, if a change of which rows hang from a parent names the parent; `None`
    /// where any row of the kind may come to hang from it.
    pub of: Option<NodeKind>,
    /// The kind whose text gives the order: the rows themselves, or what is joined.
    pub ordered_by: NodeKind,
}

/// Which part of each list: the first rows after a position, or the last ones before one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub size: u64,
    pub from: Option<Position>,
    pub backward: bool,
}

/// Where a row stands in its list: its sort text, then its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub order: String,
    pub id: i64,
}

/// A row, with its position in its list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<M> {
    pub position: Position,
    pub row: Arc<M>,
}

/// A part of one list, in list order.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice<M> {
    pub rows: Vec<Listed<M>>,
    /// Whether the list goes on beyond the slice, in the direction it was read.
    pub more: bool,
}

/// The window of each parent's list. A parent without rows has no entry.
pub async fn slices<E: Row>(
    db: &impl ConnectionTrait,
    relation: Relation,
    parents: &[i64],
    window: &Window,
) -> Result<HashMap<i64, Slice<E::Model>>, StoreError> {
    let mut values: Vec<Value> = vec![ids_value(db, parents.iter().copied())];
    if let Some(from) = &window.from {
        // Postgres takes no U+0000, and no key holds one: a position with it lies behind every row
        // whose key ends before it.
        let (order, id) = match from.order.split_once('\0') {
            Some((order, _)) => (order, i64::MAX),
            None => (from.order.as_str(), from.id),
        };
        values.push(order.into());
        values.push(id.into());
    }
    // One row more than asked for tells whether there are more.
    values.push((window.size + 1).into());
    let sql = text::<E>(db.get_database_backend(), relation, window);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);

    let mut lists: HashMap<i64, Vec<Listed<E::Model>>> = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let parent: i64 = row.try_get("", "parent_key")?;
        let listed = Listed {
            position: Position {
                order: row.try_get("", "order_key")?,
                id: row.try_get("", "id")?,
            },
            row: Arc::new(E::Model::from_query_result(&row, "")?),
        };
        lists.entry(parent).or_default().push(listed);
    }
    let size = usize::try_from(window.size).unwrap_or(usize::MAX);
    Ok(lists
        .into_iter()
        .map(|(parent, mut rows)| {
            rows.sort_by(|a, b| a.position.cmp(&b.position));
            let more = rows.len() > size;
            if more {
                match window.backward {
                    true => drop(rows.remove(0)),
                    false => rows.truncate(size),
                }
            }
            (parent, Slice { rows, more })
        })
        .collect())
}

/// How many related rows each parent has.
pub async fn counts(
    db: &impl ConnectionTrait,
    relation: Relation,
    parents: &[i64],
) -> Result<HashMap<i64, u64>, StoreError> {
    let Relation {
        child,
        join,
        parent,
        only,
        ..
    } = relation;
    let parents_of = match db.get_database_backend() {
        DbBackend::Postgres => "unnest($1::bigint[]) AS k(value)",
        _ => "json_each($1) k",
    };
    let sql = format!(
        "SELECT k.value AS parent_key, (SELECT COUNT(*) FROM \"{child}\" c {join} \
         WHERE {parent} = k.value {only}) AS size FROM {parents_of}"
    );
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        sql,
        [ids_value(db, parents.iter().copied())],
    );
    let mut counts = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let size: i64 = row.try_get("", "size")?;
        counts.insert(row.try_get("", "parent_key")?, size.unsigned_abs());
    }
    Ok(counts)
}

fn text<E: EntityTrait>(engine: DbBackend, relation: Relation, window: &Window) -> String {
    let Relation {
        child,
        join,
        parent,
        order,
        only,
        ..
    } = relation;
    let columns = read::columns::<E>("c");
    let order = match engine {
        // By bytes, as everywhere: what is reckoned in the statement sorts by locale otherwise. A
        // stored key is so already.
        DbBackend::Postgres => format!("({order}) COLLATE \"C\""),
        _ => order.to_owned(),
    };
    let (beyond, direction) = match window.backward {
        true => ("<", "DESC"),
        false => (">", "ASC"),
    };
    let (after, limit) = match window.from {
        Some(_) => (format!("AND ({order}, c.id) {beyond} ($2, $3)"), "$4"),
        None => (String::new(), "$2"),
    };
    match engine {
        DbBackend::Postgres => format!(
            "SELECT k.value AS parent_key, s.* FROM unnest($1::bigint[]) AS k(value) \
             CROSS JOIN LATERAL (\
             SELECT {order} AS order_key, {columns} FROM \"{child}\" c {join} \
             WHERE {parent} = k.value {only} {after} \
             ORDER BY {order} {direction}, c.id {direction} LIMIT {limit}) s"
        ),
        // A subquery in FROM cannot see the parent here: it gives the ids, and the rows are
        // joined once more.
        _ => format!(
            "SELECT k.value AS parent_key, {order} AS order_key, {columns} \
             FROM json_each($1) k JOIN \"{child}\" c ON c.id IN (\
             SELECT c.id FROM \"{child}\" c {join} \
             WHERE {parent} = k.value {only} {after} \
             ORDER BY {order} {direction}, c.id {direction} LIMIT {limit}) {join} \
             WHERE {parent} = k.value {only}"
        ),
    }
}
