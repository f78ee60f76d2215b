//! A span of a day of the week in which a clinic is open, or a doctor is there; local time of the clinic.

use sea_orm::entity::prelude::*;

use crate::domain::{NodeKind, Weekday};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opening_hours")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    /// A clinic, or a role.
    pub node_kind: Text<NodeKind>,
    pub node_id: i64,
    pub weekday: Text<Weekday>,
    /// Minutes after midnight.
    pub opens: i32,
    /// Minutes after midnight, 1440 for its end.
    pub closes: i32,
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
    const PARENT: Column = Column::NodeId;
    const OF_KIND: Option<Column> = Some(Column::NodeKind);

    fn parent(model: &Model) -> i64 {
        model.node_id
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
    }
}
