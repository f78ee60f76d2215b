//! A problem with a record that somebody told.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;

use crate::domain::{NodeKind, Problem, ReportState};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "report")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub node_kind: Text<NodeKind>,
    pub node_id: i64,
    pub problem: Text<Problem>,
    pub state: Text<ReportState>,
    pub reported_on: NaiveDate,
    /// Set for those that callers told.
    pub told_here: Option<bool>,
    /// What whoever told it added, scrubbed.
    pub note: Option<String>,
    /// Why it was confirmed or dismissed.
    pub resolution: Option<String>,
    pub resolved_on: Option<NaiveDate>,
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
