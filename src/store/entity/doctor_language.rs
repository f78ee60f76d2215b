//! A language in which a doctor sees patients.

use sea_orm::entity::prelude::*;

use crate::domain::Proficiency;
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "doctor_language")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub doctor_id: Id<super::doctor::Entity>,
    pub position: i32,
    /// BCP 47.
    pub language: String,
    pub proficiency: Option<Text<Proficiency>>,
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
    const PARENT: Column = Column::DoctorId;

    fn parent(model: &Model) -> i64 {
        model.doctor_id.get()
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
