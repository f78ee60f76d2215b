//! Bringing a database to the shape that this binary knows.

use chrono::{DateTime, Utc};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::{IntoSchemaManagerConnection, MigrationStatus, MigratorTrait};

use super::connect::{Database, Transaction};
use super::error::StoreError;
use super::instance;

/// A step and whether it has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub applied: bool,
}

/// The lock under which a Postgres database is migrated; any number that nobody else takes.
const LOCK: i64 = 0x6361_7265_6772_6170;

/// Runs the steps that have not run, and gives a new database its identity.
///
/// Fails with [`StoreError::Newer`] when the database has steps that this binary does not know.
pub async fn up(db: &Database, now: DateTime<Utc>) -> Result<(), StoreError> {
    match db.writer().get_database_backend() {
        DbBackend::Postgres => {
            let tx = locked(db).await?;
            steps(&tx).await?;
            instance::ensure(&tx, now).await?;
            tx.commit().await?;
            Ok(())
        }
        _ => {
            steps(db.writer()).await?;
            instance::ensure(db.writer(), now).await
        }
    }
}

/// A transaction in which all steps run or none, and which no other process has at the same time:
/// of two gateways that start together the second waits, and finds the work done.
async fn locked(db: &Database) -> Result<Transaction, StoreError> {
    let tx = db.begin().await?;
    // A step, or the wait for another's, may take as long as it takes.
    tx.execute_unprepared(&format!(
        "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \
         SELECT pg_advisory_xact_lock({LOCK})"
    ))
    .await?;
    Ok(tx)
}

async fn steps<'c, C>(db: &'c C) -> Result<(), StoreError>
where
    C: ConnectionTrait,
    &'c C: IntoSchemaManagerConnection<'c>,
{
    refuse_newer(db).await?;
    Migrator::up(db, None).await?;
    Ok(())
}

/// Every step in order. Fails like [`up`] on a newer database.
pub async fn status(db: &Database) -> Result<Vec<Step>, StoreError> {
    refuse_newer(db.writer()).await?;
    let steps = Migrator::get_migration_with_status(db.writer()).await?;
    Ok(steps
        .iter()
        .map(|step| Step {
            name: step.name().to_owned(),
            applied: step.status() == MigrationStatus::Applied,
        })
        .collect())
}

async fn refuse_newer(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    Migrator::install(db).await?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    let unknown: Vec<String> = Migrator::get_migration_models(db)
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
