//! A degree, a certificate or a licence of a doctor.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::domain::{QualificationKind, QualificationStatus};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub doctor_id: Id<super::doctor::Entity>,
    pub position: i32,
    pub kind: Text<QualificationKind>,
    pub title: String,
    pub issuer: Option<String>,
    /// Where a licence is valid: ISO 3166-2, or ISO 3166-1 for a whole country.
    pub region: Option<String>,
    pub number: Option<String>,
    pub status: Option<Text<QualificationStatus>>,
    pub valid_from: Option<NaiveDate>,
    pub valid_until: Option<NaiveDate>,
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
