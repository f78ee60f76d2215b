//! Opening a database: connections to read from, and others to write through, on SQLite a single
//! one. Whoever watches for changes has connections of its own, so that it never waits for the
//! readers whose copies it keeps true.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use super::address::Address;
use super::counted;
use super::error::StoreError;
use super::postgres;
use super::reader::{Ran, Reader};

/// Readers at once; each costs a page cache.
const READERS: u32 = 4;

/// How long a statement waits for another's lock before it gives up.
const BUSY: Duration = Duration::from_secs(5);

/// How long a caller waits for a connection, the first one included.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// A write under way; dropped without a commit it leaves nothing behind.
pub type Transaction = DatabaseTransaction;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: Reader,
    write: DatabaseConnection,
    feed: DatabaseConnection,
    statements: Arc<AtomicU64>,
}

/// What to do when the database is not there: for SQLite its file, for Postgres our tables in it.
/// A Postgres database itself is never made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMissing {
    Create,
    Refuse,
}

/// How a pool of connections stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// What its connections are for.
    pub name: &'static str,
    pub connections: u32,
    /// Those that nobody uses.
    pub idle: usize,
}

impl Database {
    /// Opens the database at a `sqlite:` or `postgres://` address.
    pub async fn open(url: &str, if_missing: IfMissing) -> Result<Self, StoreError> {
        Self::open_with(url, if_missing, BUSY).await
    }

    /// Opens it with another patience for locks.
    pub async fn open_with(
        url: &str,
        if_missing: IfMissing,
        busy: Duration,
    ) -> Result<Self, StoreError> {
        let [read, mut write, feed] = match url.parse()? {
            Address::Sqlite(path) => sqlite(&path, if_missing, busy).await?,
            Address::Postgres(server) => postgres::open(*server, if_missing, busy).await?,
        };
        let statements = Arc::new(AtomicU64::new(0));
        let told = {
            let statements = Arc::clone(&statements);
            move || {
                statements.fetch_add(1, Ordering::Relaxed);
                counted::ran();
            }
        };
        write.set_metric_callback({
            let told = told.clone();
            move |_| told()
        });
        Ok(Database {
            read: Reader::new(&read, Arc::new(told)),
            write,
            feed,
            statements,
        })
    }

    /// The same database, and what its readers run from now on.
    pub fn observed(&self) -> (Self, Arc<Ran>) {
        let ran = Arc::new(Ran::default());
        let observed = Database {
            read: self.read.observed(Arc::clone(&ran)),
            ..self.clone()
        };
        (observed, ran)
    }

    /// The connections for statements that change nothing.
    pub fn reader(&self) -> &Reader {
        &self.read
    }

    /// The connections of whoever watches for changes; their statements are not counted.
    pub fn feed(&self) -> &DatabaseConnection {
        &self.feed
    }

    /// The connections for single writes and migrations, on SQLite one.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Begins a write. On SQLite it takes the lock at once: a transaction that reads first and
    /// locks later can fail half-way when another process wrote in between.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// How many statements have run; those that begin and end transactions are not counted.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// How its pools stand.
    pub fn pools(&self) -> [Pool; 3] {
        [
            Pool::new("read", self.read.size()),
            Pool::new("write", size(&self.write)),
            Pool::new("watch", size(&self.feed)),
        ]
    }

    /// Closes every connection; SQLite's last one folds the write-ahead log into the file.
    pub async fn close(self) -> Result<(), StoreError> {
        self.feed.close().await?;
        self.read.close().await;
        self.write.close().await?;
        Ok(())
    }
}

impl Pool {
    fn new(name: &'static str, (connections, idle): (u32, usize)) -> Self {
        Pool {
            name,
            connections,
            idle,
        }
    }
}

fn size(pool: &DatabaseConnection) -> (u32, usize) {
    match pool.get_database_backend() {
        DbBackend::Postgres => {
            let pool = pool.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        }
        _ => {
            let pool = pool.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        }
    }
}

async fn sqlite(
    path: &Path,
    if_missing: IfMissing,
    busy: Duration,
) -> Result<[DatabaseConnection; 3], StoreError> {
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
    // The writer comes first: it creates the file and sets the journal mode.
    let write = sqlite_pool(path, 1, false, busy).await?;
    let read = sqlite_pool(path, READERS, true, busy).await?;
    let feed = sqlite_pool(path, 1, true, busy).await?;
    Ok([read, write, feed])
}

async fn sqlite_pool(
    path: &Path,
    connections: u32,
    read_only: bool,
    busy: Duration,
) -> Result<DatabaseConnection, StoreError> {
    let file = path.to_path_buf();
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |_| {
            let options = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .busy_timeout(busy)
                .foreign_keys(true)
                // Not even a slow statement's text belongs into the log.
                .disable_statement_logging();
            if read_only {
                return options.pragma("query_only", "on");
            }
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
        });
    Ok(sea_orm::Database::connect(options).await?)
}
