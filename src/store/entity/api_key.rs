//! A key of a partner. Its secret is known to nobody: only a hash is held.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub partner_id: Id<super::partner::Entity>,
    /// The part that may be shown, by which the key is found.
    pub prefix: String,
    /// SHA-256 of the secret, in hexadecimal digits.
    pub secret_hash: String,
    /// Names with spaces between.
    pub scopes: String,
    /// Web origins that may use it, with spaces between; empty for any.
    pub origins: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Row for Entity {
    const ID: Column = Column::Id;

    fn id(model: &Model) -> Id<Entity> {
        model.id
    }
}
