//! One import of one file and what came of it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::RunState;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_run")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub format: String,
    pub file_name: String,
    pub source_id: Id<super::source::Entity>,
    pub state: Text<RunState>,
    pub started_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
    pub read: i64,
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub skipped: i64,
    pub rejected: i64,
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
