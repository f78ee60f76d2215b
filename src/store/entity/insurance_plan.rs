//! A plan that pays for care.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::PlanKind;
use crate::store::id::{Id, Row, Slugged};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "insurance_plan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub slug: String,
    pub name: String,
    pub name_key: String,
    pub issuer: String,
    pub kind: Option<Text<PlanKind>>,
    pub country: String,
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

impl Slugged for Entity {
    const SLUG: Column = Column::Slug;

    fn slug(model: &Model) -> &str {
        &model.slug
    }
}

impl Upsert for Entity {
    const KEY: Column = Column::Slug;

    fn key(model: &Model) -> &str {
        &model.slug
    }

    fn scope(_: &Model) -> Option<(Column, Value)> {
        None
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
        model.updated_at = held.updated_at;
    }
}
