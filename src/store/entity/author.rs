//! Somebody who wrote an article.

use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "author")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub article_id: Id<super::article::Entity>,
    pub position: i32,
    pub name: String,
    pub doctor_id: Option<Id<super::doctor::Entity>>,
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
    const PARENT: Column = Column::ArticleId;

    fn parent(model: &Model) -> i64 {
        model.article_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
