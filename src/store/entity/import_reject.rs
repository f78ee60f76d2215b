//! A row that an import left out.

use sea_orm::entity::prelude::*;

use crate::domain::RejectReason;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_reject")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub run_id: Id<super::import_run::Entity>,
    pub line: i64,
    pub reason: Text<RejectReason>,
    pub detail: String,
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
