//! A code of a node in a code system, named by its canonical URI.

use sea_orm::entity::prelude::*;

use crate::domain::{LicenceClass, NodeKind};
use crate::store::children::Child;
use crate::store::id::{Id, Row};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub node_kind: Text<NodeKind>,
    pub node_id: i64,
    pub system: String,
    pub value: String,
    pub display: Option<String>,
    pub licence_class: Text<LicenceClass>,
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
