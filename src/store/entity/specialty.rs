//! A field of practice, by its code.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row, Slugged};
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "specialty")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub slug: String,
    pub system: String,
    pub code: String,
    pub name: String,
    pub name_key: String,
    pub definition: Option<String>,
    /// The broader specialty.
    pub parent_id: Option<Id<Entity>>,
    pub updated_at: DateTime<Utc>,
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

impl Upsert for Entity {
    const KEY: Column = Column::Code;

    fn key(model: &Model) -> &str {
        &model.code
    }

    fn scope(model: &Model) -> Option<(Column, Value)> {
        Some((Column::System, model.system.clone().into()))
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
        model.updated_at = held.updated_at;
    }
}

impl Slugged for Entity {
    const SLUG: Column = Column::Slug;

    fn slug(model: &Model) -> &str {
        &model.slug
    }
}
