//! A write that a caller may safely send again.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::NodeKind;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub key_id: Id<super::api_key::Entity>,
    pub key: String,
    /// SHA-256 of the mutation and its arguments.
    pub fingerprint: String,
    pub node_kind: Option<Text<NodeKind>>,
    pub node_id: Option<i64>,
    pub at: DateTime<Utc>,
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
