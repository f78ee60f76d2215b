//! A place of the gazetteer, at its point.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::PlaceKind;
use crate::store::id::{Id, Row, Slugged};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub slug: String,
    pub name: String,
    pub name_key: String,
    pub country: String,
    pub region: Option<String>,
    pub region_name: Option<String>,
    pub admin1: Option<String>,
    pub kind: Text<PlaceKind>,
    pub latitude: f64,
    pub longitude: f64,
    pub time_zone: Option<String>,
    pub population: Option<i64>,
    /// The larger place in which it lies.
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
    const KEY: Column = Column::SourceKey;

    fn key(model: &Model) -> &str {
        &model.source_key
    }

    fn scope(model: &Model) -> Option<(Column, Value)> {
        Some((Column::SourceId, model.source_id.into()))
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
