//! What can go wrong between us and the database.

use sea_orm::DbErr;

/// A failed read or write. Its text names SQL and paths: it is logged, never shown to a caller.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database {0} does not exist")]
    Missing(String),
    #[error("the folder {0} cannot be made")]
    Folder(std::path::PathBuf, #[source] std::io::Error),
    #[error("the database address {0} is not one this build can open: use sqlite:<path>")]
    Unsupported(String),
    #[error(
        "the database has steps this binary does not know ({0}): it was migrated by a newer release, use that one"
    )]
    Newer(String),
    #[error("the database is busy: another process holds its lock")]
    Busy(#[source] DbErr),
    #[error("the database did not answer in time")]
    TimedOut(#[source] DbErr),
    #[error("the database failed")]
    Failed(#[source] DbErr),
    #[error("a stored value cannot be read: {0}")]
    Corrupt(&'static str),
    #[error("the load was given up twice by the requests that drove it")]
    Abandoned,
}

impl StoreError {
    /// Whether the same call may work later, without anything being mended.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            StoreError::Busy(_) | StoreError::TimedOut(_) | StoreError::Abandoned
        )
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let DbErr::ConnectionAcquire(_) = error {
            return StoreError::TimedOut(error);
        }
        // SQLITE_BUSY and SQLITE_LOCKED reach us as text only.
        let text = error.to_string();
        if text.contains("database is locked") || text.contains("database table is locked") {
            return StoreError::Busy(error);
        }
        StoreError::Failed(error)
    }
}
