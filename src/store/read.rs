//! Reads that every table shares: by id and by slug.

use std::collections::HashMap;

use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IdenStatic, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::error::StoreError;
use super::id::{Id, Row, Slugged};
use super::keys::{any_id, any_text};

/// The rows of the ids in one statement. An id without a row has no entry.
pub async fn by_ids<E: Row>(
    db: &impl ConnectionTrait,
    ids: &[Id<E>],
) -> Result<HashMap<Id<E>, E::Model>, StoreError> {
    let rows = E::find()
        .filter(any_id(db, E::ID, ids.iter().map(|id| id.get())))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (E::id(&row), row)).collect())
}

/// That a row is one of these.
pub(super) fn any_id_of<E: Row>(db: &impl ConnectionTrait, ids: &[i64]) -> SimpleExpr {
    any_id(db, E::ID, ids.iter().copied())
}

/// The rows of the slugs in one statement. A slug without a row has no entry.
pub async fn by_slugs<E: Slugged>(
    db: &impl ConnectionTrait,
    slugs: &[String],
) -> Result<HashMap<String, E::Model>, StoreError> {
    let rows = E::find()
        .filter(any_text(db, E::SLUG, slugs.iter().map(String::as_str)))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (E::slug(&row).to_owned(), row))
        .collect())
}

/// The rows whose `column` is one of the texts, in one statement.
pub async fn by_texts<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    texts: impl IntoIterator<Item = &str>,
) -> Result<Vec<E::Model>, StoreError> {
    Ok(E::find()
        .filter(any_text(db, column, texts))
        .all(db)
        .await?)
}

/// The ids of the rows whose `column`, a unique text, is one of the texts, by text.
pub async fn ids_by_texts<E: Row>(
    db: &impl ConnectionTrait,
    column: E::Column,
    texts: impl IntoIterator<Item = &str>,
) -> Result<HashMap<String, Id<E>>, StoreError> {
    let rows: Vec<(String, Id<E>)> = E::find()
        .select_only()
        .column(column)
        .column(E::ID)
        .filter(any_text(db, column, texts))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Every row, by id: for tables that stay small.
pub async fn all<E: Row>(db: &impl ConnectionTrait) -> Result<Vec<E::Model>, StoreError> {
    Ok(E::find().order_by_asc(E::ID).all(db).await?)
}

/// The row whose `column`, a unique text, has this value.
pub async fn by_text<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    value: &str,
) -> Result<Option<E::Model>, StoreError> {
    Ok(E::find().filter(column.eq(value)).one(db).await?)
}

/// The columns of a table, for a statement that calls it `alias`.
pub(super) fn columns<E: EntityTrait>(alias: &str) -> String {
    E::Column::iter()
        .map(|column| format!("{alias}.\"{}\"", IdenStatic::as_str(&column)))
        .collect::<Vec<_>>()
        .join(", ")
}
