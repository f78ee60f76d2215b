//! Postal codes: those that a source lists, and the towns of those that only addresses name.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, Statement};

use super::entity::postal_code;
use super::error::StoreError;
use super::id::{Id, PlaceId};
use super::keys::{any_text, texts_value};

/// A country and a code in it.
pub type PostalKey = (String, String);

/// The code of a clinic's address as it is looked up; the same text as in its index.
const KEY_OF_CLINIC: &str = "(CASE WHEN country = 'US' THEN substr(postal_code, 1, 5) \
     ELSE upper(replace(replace(postal_code, ' ', ''), '-', '')) END)";

/// What sources say of each code, the surest position first. A code that none lists has no entry.
pub async fn listed(
    db: &impl ConnectionTrait,
    keys: &[PostalKey],
) -> Result<HashMap<PostalKey, Vec<postal_code::Model>>, StoreError> {
    let codes = keys.iter().map(|(_, code)| code.as_str());
    let rows = postal_code::Entity::find()
        .filter(any_text(db, postal_code::Column::Code, codes))
        .order_by_asc(postal_code::Column::Id)
        .all(db)
        .await?;
    let mut listed: HashMap<PostalKey, Vec<postal_code::Model>> = HashMap::new();
    for row in rows {
        let key = (row.country.clone(), row.code.clone());
        if keys.contains(&key) {
            listed.entry(key).or_default().push(row);
        }
    }
    for rows in listed.values_mut() {
        rows.sort_by_key(|row| {
            let accuracy = row.accuracy.unwrap_or_default();
            (row.latitude.is_none(), std::cmp::Reverse(accuracy), row.id)
        });
    }
    Ok(listed)
}

/// The town that most clinics with the code name, of each code. One that no placed clinic has is
/// left out.
pub async fn towns(
    db: &impl ConnectionTrait,
    keys: &[PostalKey],
) -> Result<HashMap<PostalKey, PlaceId>, StoreError> {
    let engine = db.get_database_backend();
    let wanted = match engine {
        DbBackend::Postgres => "= ANY($1)",
        _ => "IN (SELECT value FROM json_each($1))",
    };
    let sql = format!(
        "SELECT country, {KEY_OF_CLINIC} AS code, place_id, COUNT(*) AS clinics FROM clinic \
         WHERE {KEY_OF_CLINIC} {wanted} AND place_id IS NOT NULL \
         GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3"
    );
    let codes = texts_value(db, keys.iter().map(|(_, code)| code.as_str()));
    let statement = Statement::from_sql_and_values(engine, sql, [codes]);
    let mut towns = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let key: PostalKey = (row.try_get("", "country")?, row.try_get("", "code")?);
        let town: i64 = row.try_get("", "place_id")?;
        if keys.contains(&key) {
            towns.entry(key).or_insert(Id::new(town));
        }
    }
    Ok(towns)
}
