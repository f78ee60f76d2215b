//! What changed, in commit order. `ids` is a JSON list of row ids of one kind.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::{Action, NodeKind};
use crate::store::text::Text;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub kind: Text<NodeKind>,
    pub action: Text<Action>,
    pub ids: String,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
