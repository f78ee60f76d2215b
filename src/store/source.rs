//! Sources: who published what we hold.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryOrder, QuerySelect, Statement};

use super::entity::source;
use super::error::StoreError;
use super::id::SourceId;
use super::keys::ids_value;

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

/// How many records a source has, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub doctors: u64,
    pub clinics: u64,
    pub roles: u64,
    pub offerings: u64,
    pub places: u64,
    pub articles: u64,
}

/// The counts of each source, in one statement.
pub async fn counts(
    db: &impl ConnectionTrait,
    sources: &[SourceId],
) -> Result<HashMap<SourceId, Counts>, StoreError> {
    let engine = db.get_database_backend();
    let among = match engine {
        DbBackend::Postgres => "unnest($1::bigint[]) AS k(value)",
        _ => "json_each($1) k",
    };
    let each = ["doctor", "clinic", "role", "offering", "place", "article"].map(|table| {
        format!("(SELECT COUNT(*) FROM {table} c WHERE c.source_id = k.value) AS {table}")
    });
    let sql = format!("SELECT k.value AS source, {} FROM {among}", each.join(", "));
    let keys = ids_value(db, sources.iter().map(|id| id.get()));
    let statement = Statement::from_sql_and_values(engine, sql, [keys]);
    let mut found = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let count = |table: &str| -> Result<u64, StoreError> {
            Ok(row.try_get::<i64>("", table)?.unsigned_abs())
        };
        let counts = Counts {
            doctors: count("doctor")?,
            clinics: count("clinic")?,
            roles: count("role")?,
            offerings: count("offering")?,
            places: count("place")?,
            articles: count("article")?,
        };
        found.insert(SourceId::new(row.try_get("", "source")?), counts);
    }
    Ok(found)
}
