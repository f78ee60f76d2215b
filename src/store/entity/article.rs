//! A published article; what it says is in its translations.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

use crate::domain::{ArticleKind, Audience};
use crate::store::id::{Id, Row, Slugged};
use crate::store::text::Text;
use crate::store::upsert::Upsert;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: Id<Entity>,
    pub source_id: Id<super::source::Entity>,
    pub slug: String,
    pub kind: Text<ArticleKind>,
    pub original_locale: String,
    pub licence: String,
    pub attribution: String,
    pub audience: Option<Text<Audience>>,
    pub conflict_of_interest: Option<String>,
    pub reviewer_id: Option<Id<super::doctor::Entity>>,
    pub reviewed_on: Option<NaiveDate>,
    pub review_due_on: Option<NaiveDate>,
    pub demonstration: bool,
    pub published_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
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

impl Upsert for Entity {
    const KEY: Column = Column::Slug;

    fn key(model: &Model) -> &str {
        &model.slug
    }

    fn scope(_model: &Model) -> Option<(Column, Value)> {
        None
    }

    fn adopt(model: &mut Model, held: &Model) {
        model.id = held.id;
        model.updated_at = held.updated_at;
        model.published_at = held.published_at;
    }
}

impl Slugged for Entity {
    const SLUG: Column = Column::Slug;

    fn slug(model: &Model) -> &str {
        &model.slug
    }
}
