//! On Postgres, whoever waits for changes is woken when one is committed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite has one process beside the file at most, and that one looks by itself.
        if manager.get_database_backend() != DatabaseBackend::Postgres {
            return Ok(());
        }
        // A trigger, so that no writer can forget it and none pays a round trip for it. The notice
        // goes out at the commit, and carries nothing: what changed is read from the table.
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE FUNCTION change_notice() RETURNS trigger LANGUAGE plpgsql AS $$ \
                 BEGIN PERFORM pg_notify('caregraph_change', ''); RETURN NULL; END $$; \
                 CREATE TRIGGER change_notice AFTER INSERT ON change \
                 FOR EACH STATEMENT EXECUTE FUNCTION change_notice()",
            )
            .await?;
        Ok(())
    }
}
