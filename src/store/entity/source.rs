//! Where data came from: who publishes it, under which licence, and how exact it is.

use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub slug: String,
    pub name: String,
    pub url: Option<String>,
    pub licence: String,
    pub attribution: String,
    pub accuracy: Option<String>,
    pub demonstration: bool,
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
    }
}
