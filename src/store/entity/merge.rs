//! Two records that were found to be one doctor, and what that moved, so that it can be undone.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub kept_id: Id<super::doctor::Entity>,
    pub merged_id: Id<super::doctor::Entity>,
    /// JSON: what the merged doctor was.
    pub before: String,
    /// JSON: each row that was moved.
    pub moved: String,
    pub reason: String,
    pub merged_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
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
