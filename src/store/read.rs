//! Reads that every table shares: by id and by a unique text.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::error::StoreError;
use super::id::{Id, Row};
use super::keys::any_id;

/// The rows of the ids in one statement. An id without a row has no entry.
pub async fn by_ids<E: Row>(
    db: &impl ConnectionTrait,
    ids: &[Id<E>],
) -> Result<HashMap<Id<E>, E::Model>, StoreError> {
    let rows = E::find()
        .filter(any_id(E::ID, ids.iter().map(|id| id.get())))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (E::id(&row), row)).collect())
}

/// The row whose `column`, a unique text, has this value.
pub async fn by_text<E: EntityTrait>(
    db: &impl ConnectionTrait,
    column: E::Column,
    value: &str,
) -> Result<Option<E::Model>, StoreError> {
    Ok(E::find().filter(column.eq(value)).one(db).await?)
}
