//! A doctor at a clinic.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::NewPatients;
use crate::store::id::{Id, Row};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub doctor_id: Id<super::doctor::Entity>,
    pub clinic_id: Id<super::clinic::Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub phone: Option<String>,
    pub new_patients: Option<Text<NewPatients>>,
    pub new_patients_as_of: Option<NaiveDate>,
    /// The last day on which somebody made sure of it.
    pub last_verified_on: Option<NaiveDate>,
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
