//! One write: who, what, before, after and why. Never changed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::NodeKind;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub key_id: Option<i64>,
    pub action: String,
    pub node_kind: Option<Text<NodeKind>>,
    pub node_id: Option<i64>,
    /// JSON.
    pub before: Option<String>,
    /// JSON.
    pub after: Option<String>,
    pub reason: Option<String>,
    pub request_id: Option<String>,
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
