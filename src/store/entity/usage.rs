//! What a key used on one day.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "usage")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub key_id: Id<super::api_key::Entity>,
    pub day: NaiveDate,
    pub requests: i64,
    pub cost: i64,
    pub refused: i64,
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
