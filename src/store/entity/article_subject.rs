//! What an article is about.

use sea_orm::entity::prelude::*;

use crate::domain::NodeKind;
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_subject")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub article_id: Id<super::article::Entity>,
    pub position: i32,
    pub node_kind: Text<NodeKind>,
    pub node_id: i64,
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
