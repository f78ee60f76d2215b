//! The identity of the database.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::connect::Database;
use super::entity::instance;
use super::error::StoreError;

/// Gives the database an identity if it has none.
pub(super) async fn ensure(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = instance::ActiveModel {
        key: Set(1),
        id: Set(uuid::Uuid::new_v4().to_string()),
        created_at: Set(now),
    };
    instance::Entity::insert(row)
        .on_conflict(
            OnConflict::column(instance::Column::Key)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// What tells this database from every other; a copy keeps it.
pub async fn id(db: &Database) -> Result<String, StoreError> {
    instance::Entity::find_by_id(1)
        .one(db.reader())
        .await?
        .map(|row| row.id)
        .ok_or(StoreError::Corrupt("the database has no identity"))
}
