//! Opening a Postgres database: a pool to read from, one to write through, and one to watch for
//! changes.

use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr, Statement};

use super::address::shown_postgres;
use super::connect::{IfMissing, PATIENCE};
use super::error::{StoreError, sqlstate};

/// Connections of one process to read from. Statements take well under a millisecond, so that a few
/// serve many requests, and several gateways together stay below the server's own limit of a
/// hundred.
const READING: u32 = 6;

/// Connections of one process to write through.
const WRITING: u32 = 4;

/// Connections to watch for changes: one waits to be woken, one looks.
const WATCHING: u32 = 2;

/// The server ends a statement that takes longer. Migrations are exempt.
const STATEMENT: Duration = Duration::from_secs(10);

/// A connection idle for longer is tried before it is used: firewalls drop idle ones silently. A
/// ping before every use would cost each statement a second round trip.
const IDLE: Duration = Duration::from_secs(30);

/// The pools to read, to write and to watch; fails with [`StoreError::Missing`] where there is no
/// such database, or, for [`IfMissing::Refuse`], where it does not hold our tables.
pub(super) async fn open(
    server: PgConnectOptions,
    if_missing: IfMissing,
    busy: Duration,
) -> Result<[DatabaseConnection; 3], StoreError> {
    let shown = shown_postgres(&server);
    let server = server
        .application_name("caregraph")
        .options([
            ("statement_timeout", STATEMENT.as_millis().to_string()),
            ("lock_timeout", busy.as_millis().to_string()),
            // Each text is planned once a connection. Planned anew for its values, a statement
            // of ours gets the same plan: it asks for keys, however many.
            ("plan_cache_mode", "force_generic_plan".to_owned()),
        ])
        .disable_statement_logging();
    let read =
        pool(&server, READING, 1)
            .await
            .map_err(|error| match sqlstate(&error).as_deref() {
                Some("3D000") => StoreError::Missing(shown.clone()),
                _ => error.into(),
            })?;
    // Connected when they are first asked: many gateways never write, and what only imports watches
    // nothing.
    let write = pool(&server, WRITING, 0).await?;
    let feed = pool(&server, WATCHING, 0).await?;
    if if_missing == IfMissing::Refuse && !holds_tables(&read).await? {
        return Err(StoreError::Missing(shown));
    }
    Ok([read, write, feed])
}

async fn pool(
    server: &PgConnectOptions,
    connections: u32,
    kept: u32,
) -> Result<DatabaseConnection, DbErr> {
    let server = server.clone();
    // The address with its password never enters these options: sea-orm traces them.
    let mut options = ConnectOptions::new("postgres://localhost");
    options
        .max_connections(connections)
        .min_connections(kept)
        .connect_lazy(kept == 0)
        .acquire_timeout(PATIENCE)
        .test_before_acquire_if_idle_for(IDLE)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |_| server.clone());
    sea_orm::Database::connect(options).await
}

async fn holds_tables(pool: &DatabaseConnection) -> Result<bool, StoreError> {
    let asked = Statement::from_string(
        pool.get_database_backend(),
        "SELECT to_regclass('seaql_migrations') IS NOT NULL AS there",
    );
    match pool.query_one_raw(asked).await? {
        Some(row) => Ok(row.try_get("", "there")?),
        None => Ok(false),
    }
}
