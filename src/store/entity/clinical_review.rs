//! What a reviewer said of a version of an article.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clinical_review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub manuscript_id: Id<super::manuscript::Entity>,
    pub version: i32,
    pub approved: bool,
    pub reviewer_id: Option<Id<super::doctor::Entity>>,
    pub conflict_of_interest: Option<String>,
    pub comment: Option<String>,
    pub reviewed_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub written_by: String,
    pub partner_id: Option<i64>,
    pub at: DateTime<Utc>,
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

impl Child for Entity {
    const PARENT: Column = Column::ManuscriptId;

    fn parent(model: &Model) -> i64 {
        model.manuscript_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
