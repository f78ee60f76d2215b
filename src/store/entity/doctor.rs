//! A person who gives care.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::{Gender, RecordState};
use crate::store::id::{Id, Row, Slugged};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "doctor")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub slug: String,
    pub npi: Option<String>,
    pub name: String,
    pub name_key: String,
    pub prefix: Option<String>,
    pub given: Option<String>,
    pub middle: Option<String>,
    pub family: String,
    pub suffix: Option<String>,
    pub credentials: Option<String>,
    pub gender: Option<Text<Gender>>,
    pub state: Text<RecordState>,
    pub state_reason: Option<String>,
    /// The record that stands for this one since they were merged.
    pub replaced_by_id: Option<Id<Entity>>,
    /// Whether the doctor sees patients by telephone or video; unknown where nobody says.
    pub telehealth: Option<bool>,
    /// Whom the doctor sees, in years of age, both ends included; unknown where nobody says.
    pub youngest_age: Option<i32>,
    pub oldest_age: Option<i32>,
    pub photo_url: Option<String>,
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
