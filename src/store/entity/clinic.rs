//! Where care is given. No position is `None` in latitude, longitude and accuracy alike.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::{ClinicKind, PositionAccuracy};
use crate::store::id::{Id, Row, Slugged};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "clinic")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub slug: String,
    pub name: String,
    pub name_key: String,
    pub kind: Text<ClinicKind>,
    pub npi: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub position_accuracy: Option<Text<PositionAccuracy>>,
    pub place_id: Option<Id<super::place::Entity>>,
    pub time_zone: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    /// The clinic of which it is a part.
    pub parent_id: Option<Id<Entity>>,
    /// Spellings of `Accessibility` between `|`; unknown where nobody says.
    pub accessibility: Option<String>,
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
