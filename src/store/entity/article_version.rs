//! A version of an article at the content desk. Versions are only ever added.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_version")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub manuscript_id: Id<super::manuscript::Entity>,
    pub number: i32,
    pub content: String,
    pub author: String,
    pub partner_id: Option<i64>,
    pub note: Option<String>,
    pub restored_from: Option<i32>,
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
