//! Sources: who published what we hold.

use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};

use super::entity::source;
use super::error::StoreError;

/// A bound far above any real number of sources.
const MOST: u64 = 500;

/// Every source, by slug.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<source::Model>, StoreError> {
    Ok(source::Entity::find()
        .order_by_asc(source::Column::Slug)
        .limit(MOST)
        .all(db)
        .await?)
}
