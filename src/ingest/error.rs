//! What stops a whole import. A bad row does not: it goes to the report.

use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    #[error("{file} cannot be read")]
    Unreadable {
        file: String,
        #[source]
        cause: std::io::Error,
    },
    /// Nothing of the file is written.
    #[error("{file} is damaged on line {line}: {what}")]
    Damaged {
        file: String,
        line: u64,
        what: String,
    },
    #[error("{file} has no header row")]
    NoHeader { file: String },
    #[error("{file} lacks the column {column}")]
    MissingColumn { file: String, column: String },
    #[error("{file} has the column {column} twice")]
    RepeatedColumn { file: String, column: String },
    #[error("{file} has a column {column} that is not known: use {known}")]
    UnknownColumn {
        file: String,
        column: String,
        known: String,
    },
    #[error("{file} is not one of the tables: use {known}")]
    UnknownTable { file: String, known: String },
    #[error(
        "{0} must come along and hold at least one sound row: every record belongs to a source"
    )]
    NoSource(String),
    #[error(
        "another process is writing to the database: run the import again when it is done, what is stored stays and nothing is stored twice"
    )]
    Busy(#[source] StoreError),
    #[error("the import cannot be stored")]
    Store(#[source] StoreError),
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) | StoreError::Raced(_) | StoreError::TimedOut(_) => {
                IngestError::Busy(error)
            }
            _ => IngestError::Store(error),
        }
    }
}

/// A failed read of a CSV file: what is not about the file itself does not occur, because rows of
/// any length and any bytes are taken and checked one by one.
pub(super) fn unreadable(file: &str, error: csv::Error) -> IngestError {
    let cause = match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        kind => std::io::Error::other(format!("{kind:?}")),
    };
    IngestError::Unreadable {
        file: file.to_owned(),
        cause,
    }
}
