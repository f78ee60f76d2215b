//! What is known of a part of a translated article: how it reads, and from which text it was made.

use sea_orm::entity::prelude::*;

use crate::domain::{ReadingBand, ReadingScale};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "article_part")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub translation_id: Id<super::article_translation::Entity>,
    pub position: i32,
    pub name: String,
    pub hash: String,
    pub revision: i32,
    pub made_from: Option<String>,
    pub made_from_revision: Option<i32>,
    pub words: i32,
    pub sentences: i32,
    pub syllables: Option<i32>,
    pub polysyllables: Option<i32>,
    pub scale: Option<Text<ReadingScale>>,
    pub grade: Option<f64>,
    pub score: Option<f64>,
    pub band: Option<Text<ReadingBand>>,
    pub smog: Option<f64>,
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
