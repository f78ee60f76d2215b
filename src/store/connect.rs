//! Opening a database: one pool to read from, and one connection to write through.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use super::error::StoreError;

/// Readers at once; each costs a page cache.
const READERS: u32 = 4;

/// How long a statement waits for another process's lock before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// A write under way; dropped without a commit it leaves nothing behind.
pub type Transaction = DatabaseTransaction;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: DatabaseConnection,
    write: DatabaseConnection,
    statements: Arc<AtomicU64>,
}

/// What to do when the database file is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMissing {
    Create,
    Refuse,
}

impl Database {
    /// Opens the database at a `sqlite:` address.
    pub async fn open(url: &str, if_missing: IfMissing) -> Result<Self, StoreError> {
        Self::open_with(url, if_missing, BUSY).await
    }

    /// Opens it with another patience for locks.
    pub async fn open_with(
        url: &str,
        if_missing: IfMissing,
        busy: Duration,
    ) -> Result<Self, StoreError> {
        let path = sqlite_path(url)?;
        if !path.exists() {
            if if_missing == IfMissing::Refuse {
                return Err(StoreError::Missing(path.display().to_string()));
            }
            if let Some(folder) = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty())
            {
                std::fs::create_dir_all(folder)
                    .map_err(|error| StoreError::Folder(folder.to_path_buf(), error))?;
            }
        }
        let statements = Arc::new(AtomicU64::new(0));
        // The writer comes first: it creates the file and sets the journal mode.
        let write = pool(&path, 1, false, busy, &statements).await?;
        let read = pool(&path, READERS, true, busy, &statements).await?;
        Ok(Database {
            read,
            write,
            statements,
        })
    }

    /// The pool for statements that change nothing.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// A connection for single writes and migrations.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a write. It takes the lock at once: a transaction that reads first and locks later
    /// can fail half-way when another process wrote in between.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// How many statements have run, transactions' own among them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes every connection; the last one folds the write-ahead log into the file.
    pub async fn close(self) -> Result<(), StoreError> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

async fn pool(
    path: &Path,
    connections: u32,
    read_only: bool,
    busy: Duration,
    statements: &Arc<AtomicU64>,
) -> Result<DatabaseConnection, StoreError> {
    let file = path.to_path_buf();
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| {
            let options = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .busy_timeout(busy)
                .foreign_keys(true);
            if read_only {
                return options.pragma("query_only", "on");
            }
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
        });
    let mut connection = sea_orm::Database::connect(options).await?;
    let statements = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        statements.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

fn sqlite_path(url: &str) -> Result<PathBuf, StoreError> {
    let path = url
        .strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .filter(|path| !path.is_empty() && !path.contains(['?', '\0']))
        .ok_or_else(|| StoreError::Unsupported(url.to_owned()))?;
    Ok(PathBuf::from(path))
}
