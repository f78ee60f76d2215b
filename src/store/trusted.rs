//! Queries that callers may name in place of sending them.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::connect::Database;
use super::entity::trusted_document;
use super::error::StoreError;

/// One that is to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub key: String,
    pub body: String,
    pub operation_name: Option<String>,
}

/// Publishes them, all or none, and says how many were new. One that is there stays as it is: its
/// key names its text for ever.
pub async fn publish(
    db: &Database,
    documents: &[Document],
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let tx = db.begin().await?;
    let mut added = 0;
    for some in documents.chunks(200) {
        let rows = some.iter().map(|document| trusted_document::ActiveModel {
            key: Set(document.key.clone()),
            body: Set(document.body.clone()),
            operation_name: Set(document.operation_name.clone()),
            published_at: Set(now),
            ..Default::default()
        });
        added += trusted_document::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::column(trusted_document::Column::Key)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
    }
    tx.commit().await?;
    Ok(added)
}

/// The one of this key.
pub async fn by_key(
    db: &Database,
    key: &str,
) -> Result<Option<trusted_document::Model>, StoreError> {
    Ok(trusted_document::Entity::find()
        .filter(trusted_document::Column::Key.eq(key))
        .one(db.reader())
        .await?)
}

/// How many there are.
pub async fn count(db: &Database) -> Result<u64, StoreError> {
    Ok(trusted_document::Entity::find().count(db.reader()).await?)
}
