//! What Postgres's planner knows of tables that an import makes grow.
//!
//! Statements are planned once a connection. Planned for tables that the server has not looked at
//! since they were empty, one of ours reads every row of a source to find a thousand of them, and
//! an import takes time by the square of its rows. A look also makes every connection plan anew.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::connect::Database;
use super::error::StoreError;

/// Tables that are more than twice as large as when they were looked at; a small one does not matter.
const GROWN: &str = "SELECT format('%I', relname) AS name FROM pg_class \
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
    AND pg_relation_size(oid) / current_setting('block_size')::bigint > 32 + 2 * relpages";

/// Has the server look at tables that have grown a lot. SQLite needs none: it has no statistics of
/// ours, and its plans follow the indexes.
pub async fn refresh(db: &Database) -> Result<(), StoreError> {
    let db = db.writer();
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let asked = Statement::from_string(DbBackend::Postgres, GROWN);
    let grown = db.query_all_raw(asked).await?;
    for table in grown {
        let name: String = table.try_get("", "name")?;
        db.execute_unprepared(&format!("ANALYZE {name}")).await?;
    }
    Ok(())
}
