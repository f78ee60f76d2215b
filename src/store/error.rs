//! What can go wrong between us and the database.

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// A failed read or write. Its text names SQL and paths: it is logged, never shown to a caller.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database {0} does not exist")]
    Missing(String),
    #[error("the folder {0} cannot be made")]
    Folder(std::path::PathBuf, #[source] std::io::Error),
    #[error(
        "the database address {0} is not one this build can open: use sqlite:<path> or postgres://<user>@<host>/<database>"
    )]
    Unsupported(String),
    #[error(
        "the database has steps this binary does not know ({0}): it was migrated by a newer release, use that one"
    )]
    Newer(String),
    #[error("the database is busy: another process holds its lock")]
    Busy(#[source] DbErr),
    #[error("another process stored the same rows at the same time")]
    Raced(#[source] DbErr),
    #[error("the database cannot be reached")]
    Away(#[source] DbErr),
    #[error("the database did not answer in time")]
    TimedOut(#[source] DbErr),
    #[error("the database failed")]
    Failed(#[source] DbErr),
    #[error("a stored value cannot be read: {0}")]
    Corrupt(&'static str),
    #[error("the load was given up twice by the requests that drove it")]
    Abandoned,
    #[error("a batch took longer than {0:?}")]
    Slow(std::time::Duration),
    #[error("a batch panicked")]
    Panicked,
}

impl StoreError {
    /// Whether the same call may work later, without anything being mended.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            StoreError::Busy(_)
                | StoreError::Raced(_)
                | StoreError::Away(_)
                | StoreError::TimedOut(_)
                | StoreError::Abandoned
                | StoreError::Slow(_)
        )
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let DbErr::ConnectionAcquire(_) = error {
            return StoreError::TimedOut(error);
        }
        match sqlx_error(&error) {
            Some(sqlx::Error::PoolTimedOut) => return StoreError::TimedOut(error),
            Some(sqlx::Error::Io(_)) => return StoreError::Away(error),
            _ => {}
        }
        // Postgres says what happened by a code of five characters, of which the first two are
        // the class.
        match sqlstate(&error).as_deref() {
            // Lock not available, serialization failure, deadlock.
            Some("55P03" | "40001" | "40P01") => return StoreError::Busy(error),
            // The statement timeout; an administrator's cancel has the same code.
            Some("57014") => return StoreError::TimedOut(error),
            // Writes look before they insert: a key that is there all the same came from another
            // writer in between. On SQLite writers wait for each other and this cannot happen.
            Some("23505") => return StoreError::Raced(error),
            // Shut down, crashed, starting up; too many connections; connection lost.
            Some("57P01" | "57P02" | "57P03" | "53300") => return StoreError::Away(error),
            Some(code) if code.len() == 5 && code.starts_with("08") => {
                return StoreError::Away(error);
            }
            _ => {}
        }
        // SQLITE_BUSY and SQLITE_LOCKED reach us as text only.
        let text = error.to_string();
        if text.contains("database is locked") || text.contains("database table is locked") {
            return StoreError::Busy(error);
        }
        StoreError::Failed(error)
    }
}

/// The code that the database gave for the failure: on Postgres the SQLSTATE.
pub(super) fn sqlstate(error: &DbErr) -> Option<String> {
    let code = sqlx_error(error)?.as_database_error()?.code()?;
    Some(code.into_owned())
}

fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}
