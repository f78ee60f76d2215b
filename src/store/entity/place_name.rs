//! A spelling by which a place is found, its own name among them.

use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_name")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub place_id: Id<super::place::Entity>,
    pub name: String,
    pub name_key: String,
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
    const PARENT: Column = Column::PlaceId;

    fn parent(model: &Model) -> i64 {
        model.place_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
