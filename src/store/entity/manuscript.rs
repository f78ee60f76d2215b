//! An article at the content desk, in one language.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::ManuscriptState;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "manuscript")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub slug: String,
    pub locale: String,
    pub title: String,
    pub state: Text<ManuscriptState>,
    pub revision: i32,
    pub version: i32,
    pub published_version: Option<i32>,
    pub article_id: Option<i64>,
    pub created_at: DateTime<Utc>,
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
