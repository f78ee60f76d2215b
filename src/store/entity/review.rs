//! What one patient said of a doctor.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::store::children::Child;
use crate::store::id::{Id, Row};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub doctor_id: Id<super::doctor::Entity>,
    pub source_id: Id<super::source::Entity>,
    pub stars: i32,
    pub title: Option<String>,
    pub text: Option<String>,
    /// The newest first: nines less the day.
    pub order_key: String,
    pub reviewed_on: NaiveDate,
    pub demonstration: bool,
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
