//! Specialties by code.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::specialty;
use super::error::StoreError;
use super::keys::any_text;

/// The specialties of these (system, code) pairs; a pair that is not known has no entry.
pub async fn by_codes(
    db: &impl ConnectionTrait,
    keys: &[(String, String)],
) -> Result<HashMap<(String, String), specialty::Model>, StoreError> {
    let rows = specialty::Entity::find()
        .filter(any_text(
            db,
            specialty::Column::System,
            keys.iter().map(|(system, _)| system.as_str()),
        ))
        .filter(any_text(
            db,
            specialty::Column::Code,
            keys.iter().map(|(_, code)| code.as_str()),
        ))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| ((row.system.clone(), row.code.clone()), row))
        .collect())
}
