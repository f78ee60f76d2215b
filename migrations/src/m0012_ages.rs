//! Which ages a doctor sees.

use sea_orm_migration::{prelude::*, schema::*};

use crate::column::add;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add(manager, "doctor", integer_null("youngest_age")).await?;
        add(manager, "doctor", integer_null("oldest_age")).await
    }
}
