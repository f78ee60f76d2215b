//! A postal code with one of the places it is delivered to.

use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "postal_code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub country: String,
    pub code: String,
    pub place_name: String,
    pub place_key: String,
    pub region: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub accuracy: Option<i32>,
    pub place_id: Option<Id<super::place::Entity>>,
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
    const KEY: Column = Column::SourceKey;

    fn key(model: &Model) -> &str {
        &model.source_key
    }

    fn scope(model: &Model) -> Option<(Column, Value)> {
        Some((Column::SourceId, model.source_id.into()))
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
