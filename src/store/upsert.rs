//! Writing rows by their own key, so that writing the same thing twice changes nothing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, IntoActiveModel, QueryFilter, QuerySelect,
    Value,
};

use super::error::StoreError;
use super::id::{Id, Row};
use super::keys::{any_id, any_text};

/// Rows in one insert: bounded by SQLite's 32,766 variables a statement.
const INSERTED_AT_ONCE: usize = 500;

/// A table whose rows have a key of their own: a slug, or what their source calls them.
pub trait Upsert: Row {
    const KEY: Self::Column;

    fn key(model: &Self::Model) -> &str;

    /// What the key is unique within; the same for every row of one call.
    fn scope(model: &Self::Model) -> Option<(Self::Column, Value)>;

    /// Takes from the held row what a writer does not decide: its id and its times.
    fn adopt(model: &mut Self::Model, held: &Self::Model);
}

/// What a write did to one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Added,
    Changed,
    Unchanged,
}

/// Writes the rows and says for each, in order, its id and what happened.
///
/// Keys must differ within one call. Equal rows are left as they are, times included.
pub async fn upsert<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
) -> Result<Vec<(Id<E>, Outcome)>, StoreError>
where
    E: Upsert,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let Some(first) = rows.first() else {
        return Ok(Vec::new());
    };
    let scope = E::scope(first);
    let keys: Vec<String> = rows.iter().map(|row| E::key(row).to_owned()).collect();

    let mut held = held_by_key::<E>(db, scope.clone(), &keys).await?;
    let mut outcomes = Vec::with_capacity(rows.len());
    let mut fresh = Vec::new();
    for row in rows {
        let Some(before) = held.remove(E::key(&row)) else {
            let mut active = row.into_active_model();
            active.not_set(E::ID);
            fresh.push(active);
            outcomes.push((Id::UNSET, Outcome::Added));
            continue;
        };
        let mut aligned = row.clone();
        E::adopt(&mut aligned, &before);
        let id = E::id(&before);
        if aligned == before {
            outcomes.push((id, Outcome::Unchanged));
            continue;
        }
        let mut active = row.into_active_model().reset_all();
        active.set(E::ID, id.into());
        E::update(active).exec(db).await?;
        outcomes.push((id, Outcome::Changed));
    }

    if !fresh.is_empty() {
        while !fresh.is_empty() {
            let rest = fresh.split_off(fresh.len().min(INSERTED_AT_ONCE));
            E::insert_many(fresh).exec_without_returning(db).await?;
            fresh = rest;
        }
        let ids = ids_by_key::<E>(db, scope, &keys).await?;
        for ((id, outcome), key) in outcomes.iter_mut().zip(&keys) {
            if *outcome == Outcome::Added {
                *id = *ids
                    .get(key)
                    .ok_or(StoreError::Corrupt("a row is gone right after its insert"))?;
            }
        }
    }
    Ok(outcomes)
}

/// Like [`upsert`], for rows of several scopes; the answer keeps the order of the rows.
pub async fn upsert_scoped<E>(
    db: &impl ConnectionTrait,
    rows: Vec<E::Model>,
) -> Result<Vec<(Id<E>, Outcome)>, StoreError>
where
    E: Upsert,
    E::Model: IntoActiveModel<E::ActiveModel> + PartialEq + Clone + Sync,
    E::ActiveModel: Send,
{
    let mut scopes: Vec<Option<Value>> = Vec::new();
    let mut parts: Vec<(Vec<usize>, Vec<E::Model>)> = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        let scope = E::scope(&row).map(|(_, value)| value);
        let part = scopes.iter().position(|held| *held == scope);
        let part = part.unwrap_or_else(|| {
            scopes.push(scope);
            parts.push(Default::default());
            parts.len() - 1
        });
        parts[part].0.push(place);
        parts[part].1.push(row);
    }
    let mut outcomes = Vec::new();
    for (places, rows) in parts {
        outcomes.extend(places.into_iter().zip(upsert::<E>(db, rows).await?));
    }
    outcomes.sort_unstable_by_key(|(place, _)| *place);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Notes a change of rows whose own columns are as they were: something they own is not.
pub async fn touch<E: Row>(
    db: &impl ConnectionTrait,
    updated_at: E::Column,
    ids: impl IntoIterator<Item = Id<E>>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = ids.into_iter().map(Id::get).collect();
    if ids.is_empty() {
        return Ok(());
    }
    E::update_many()
        .col_expr(updated_at, Expr::value(now))
        .filter(any_id(db, E::ID, ids))
        .exec(db)
        .await?;
    Ok(())
}

/// The rows that have these keys, by key; a key without a row has no entry.
pub async fn held_by_key<E: Upsert>(
    db: &impl ConnectionTrait,
    scope: Option<(E::Column, Value)>,
    keys: &[String],
) -> Result<HashMap<String, E::Model>, StoreError> {
    let mut query = E::find().filter(any_text(db, E::KEY, keys.iter().map(String::as_str)));
    if let Some((column, value)) = scope {
        query = query.filter(column.eq(value));
    }
    let rows = query.all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (E::key(&row).to_owned(), row))
        .collect())
}

/// The ids of the rows that have these keys; a key without a row has no entry.
pub async fn ids_by_key<E: Upsert>(
    db: &impl ConnectionTrait,
    scope: Option<(E::Column, Value)>,
    keys: &[String],
) -> Result<HashMap<String, Id<E>>, StoreError> {
    let mut query = E::find()
        .select_only()
        .column(E::KEY)
        .column(E::ID)
        .filter(any_text(db, E::KEY, keys.iter().map(String::as_str)));
    if let Some((column, value)) = scope {
        query = query.filter(column.eq(value));
    }
    let rows: Vec<(String, Id<E>)> = query.into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}
