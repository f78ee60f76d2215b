//! Reads that every table shares: by id and by slug.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, QueryFilter};

use super::error::StoreError;
use super::id::{Id, Row, Slugged};
use super::keys::{any_id, any_text};

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

/// The rows of the slugs in one statement. A slug without a row has no entry.
pub async fn by_slugs<E: Slugged>(
    db: &impl ConnectionTrait,
    slugs: &[String],
) -> Result<HashMap<String, E::Model>, StoreError> {
    let rows = E::find()
        .filter(any_text(E::SLUG, slugs.iter().map(String::as_str)))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (E::slug(&row).to_owned(), row))
        .collect())
}
