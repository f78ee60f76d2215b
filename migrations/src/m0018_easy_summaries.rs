//! A second summary of an article, in words that are easier still.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::add;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // NULL where nobody has written one.
        add(manager, "article_translation", text_null("easy_summary")).await
    }
}
