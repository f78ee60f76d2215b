//! A procedure that a doctor does, with the evidence for it.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::{Evidence, VolumeBand};
use crate::store::id::{Id, Row};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offering")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub source_key: String,
    pub doctor_id: Id<super::doctor::Entity>,
    pub procedure_id: Id<super::procedure::Entity>,
    pub clinic_id: Option<Id<super::clinic::Entity>>,
    pub evidence: Text<Evidence>,
    pub volume_band: Text<VolumeBand>,
    pub as_of: Option<NaiveDate>,
    /// Spellings of `Guidance` between `|`.
    pub guidance: Option<String>,
    /// The days between which a source counted.
    pub period_from: Option<NaiveDate>,
    pub period_until: Option<NaiveDate>,
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
