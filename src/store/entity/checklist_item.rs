//! A line of the checklist around a visit, in a translated article.

use sea_orm::entity::prelude::*;

use crate::domain::ChecklistStep;
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_item")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub translation_id: Id<super::article_translation::Entity>,
    pub position: i32,
    pub step: Text<ChecklistStep>,
    pub text: String,
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
    const PARENT: Column = Column::TranslationId;

    fn parent(model: &Model) -> i64 {
        model.translation_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
