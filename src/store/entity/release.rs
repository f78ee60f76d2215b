//! One delivery of a source: a file, by its name.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub label: String,
    pub loaded_at: DateTime<Utc>,
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

impl Child for Entity {
    const PARENT: Column = Column::SourceId;

    fn parent(model: &Model) -> i64 {
        model.source_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
        model.loaded_at = held.loaded_at;
    }
}
