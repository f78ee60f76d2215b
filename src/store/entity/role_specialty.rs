//! A specialty that a doctor practises at one clinic.

use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_specialty")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub role_id: Id<super::role::Entity>,
    pub specialty_id: Id<super::specialty::Entity>,
    pub position: i32,
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
    const PARENT: Column = Column::RoleId;

    fn parent(model: &Model) -> i64 {
        model.role_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
