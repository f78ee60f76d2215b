//! A word that articles explain; what it means is in its definitions.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row, Slugged};
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "glossary_term")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub slug: String,
    pub demonstration: bool,
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
    const KEY: Column = Column::Slug;

    fn key(model: &Model) -> &str {
        &model.slug
    }

    fn scope(_model: &Model) -> Option<(Column, Value)> {
        None
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
