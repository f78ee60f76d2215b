//! An article in one language.

use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_translation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub article_id: Id<super::article::Entity>,
    pub locale: String,
    pub title: String,
    pub title_key: String,
    pub summary: String,
    pub easy_summary: Option<String>,
    pub machine: Option<bool>,
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
    const KEY: Column = Column::Locale;

    fn key(model: &Model) -> &str {
        &model.locale
    }

    fn scope(model: &Model) -> Option<(Column, Value)> {
        Some((Column::ArticleId, model.article_id.into()))
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}

impl Child for Entity {
    const PARENT: Column = Column::ArticleId;

    fn parent(model: &Model) -> i64 {
        model.article_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
