//! A query that a caller may name by its key in place of its text.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trusted_document")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub key: String,
    pub body: String,
    pub operation_name: Option<String>,
    pub published_at: DateTime<Utc>,
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
