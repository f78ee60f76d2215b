//! A review as it was handed in. Only an accepted one is copied to where reviews are read.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::ReviewState;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submitted_review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub doctor_id: Id<super::doctor::Entity>,
    pub key_id: Id<super::api_key::Entity>,
    /// The first day of the month in which it was handed in.
    pub month: NaiveDate,
    pub stars: i32,
    pub title: Option<String>,
    pub text: Option<String>,
    pub state: Text<ReviewState>,
    /// Why it was accepted or rejected.
    pub reason: Option<String>,
    pub submitted_at: DateTime<Utc>,
    pub moderated_at: Option<DateTime<Utc>>,
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
