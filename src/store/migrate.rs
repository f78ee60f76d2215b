//! Bringing a database to the shape that this binary knows.

use chrono::{DateTime, Utc};
use migrations::Migrator;
use sea_orm_migration::{MigrationStatus, MigratorTrait};

use super::connect::Database;
use super::error::StoreError;
use super::instance;

/// A step and whether it has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub applied: bool,
}

/// Runs the steps that have not run, and gives a new database its identity.
///
/// Fails with [`StoreError::Newer`] when the database has steps that this binary does not know.
pub async fn up(db: &Database, now: DateTime<Utc>) -> Result<(), StoreError> {
    refuse_newer(db).await?;
    Migrator::up(db.writer(), None).await?;
    instance::ensure(db, now).await
}

/// Every step in order. Fails like [`up`] on a newer database.
pub async fn status(db: &Database) -> Result<Vec<Step>, StoreError> {
    refuse_newer(db).await?;
    let steps = Migrator::get_migration_with_status(db.writer()).await?;
    Ok(steps
        .iter()
        .map(|step| Step {
            name: step.name().to_owned(),
            applied: step.status() == MigrationStatus::Applied,
        })
        .collect())
}

async fn refuse_newer(db: &Database) -> Result<(), StoreError> {
    Migrator::install(db.writer()).await?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    let unknown: Vec<String> = Migrator::get_migration_models(db.writer())
        .await?
        .into_iter()
        .map(|step| step.version)
        .filter(|step| !known.contains(step))
        .collect();
    match unknown.is_empty() {
        true => Ok(()),
        false => Err(StoreError::Newer(unknown.join(", "))),
    }
}
