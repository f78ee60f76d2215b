//! What a word means, in one language.

use sea_orm::entity::prelude::*;

use crate::domain::{ReadingBand, ReadingScale};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "glossary_definition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub term_id: Id<super::glossary_term::Entity>,
    pub locale: String,
    pub term: String,
    pub term_key: String,
    pub also: Option<String>,
    pub definition: String,
    pub source: Option<String>,
    pub grade: Option<f64>,
    pub score: Option<f64>,
    pub scale: Option<Text<ReadingScale>>,
    pub band: Option<Text<ReadingBand>>,
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
        Some((Column::TermId, model.term_id.into()))
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}

impl Child for Entity {
    const PARENT: Column = Column::TermId;

    fn parent(model: &Model) -> i64 {
        model.term_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
