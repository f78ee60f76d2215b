//! A specialty that does a procedure.

use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_specialty")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub procedure_id: Id<super::procedure::Entity>,
    pub specialty_id: Id<super::specialty::Entity>,
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
    const PARENT: Column = Column::ProcedureId;

    fn parent(model: &Model) -> i64 {
        model.procedure_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
