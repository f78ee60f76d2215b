//! Being woken when another process has committed a change, where the database can do that.

use std::time::Duration;

use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;
use tokio::sync::Notify;

use super::connect::Database;

/// The channel that the trigger on the change table tells.
const CHANNEL: &str = "caregraph_change";

/// How long after a failure to listen it is tried again.
const AGAIN: Duration = Duration::from_secs(2);

/// Wakes whoever waits, at each notice, until it is dropped; on SQLite never.
///
/// Notices only make a reader look earlier: one that is lost costs nothing else.
pub async fn tell(db: &Database, wake: &Notify) {
    if db.feed().get_database_backend() != DbBackend::Postgres {
        return std::future::pending().await;
    }
    loop {
        if let Err(error) = listen(db, wake).await {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                "changes are looked for without notices"
            );
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn listen(db: &Database, wake: &Notify) -> Result<(), sea_orm::sqlx::Error> {
    let pool = db.feed().get_postgres_connection_pool();
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        listener.recv().await?;
        wake.notify_one();
    }
}
