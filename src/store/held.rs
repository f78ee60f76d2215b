//! Connections that stay taken between statements.
//!
//! The pool beneath asks the server whether a connection is well each time it is given back, in a
//! task of its own: a second round trip for each statement. So readers keep theirs for a while.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{AssertSqlSafe, Database, Error, Executor, IntoArguments, Pool, query_with};
use sea_orm::{ConnAcquireErr, DbErr, QueryResult, RuntimeErr, Statement, Values};
use sea_query_sqlx::SqlxValues;
use tokio::sync::Semaphore;

/// How long a connection is kept. Then the pool may look at it, and close it where it is too old.
const KEPT: Duration = Duration::from_secs(30);

/// A pool whose connections are kept between statements. Nobody else may take from that pool: what
/// is kept here is not there.
pub(super) struct Held<DB: Database> {
    pool: Pool<DB>,
    /// As many as the pool has connections, so that whoever has a turn finds one.
    turns: Semaphore,
    kept: Mutex<Kept<DB>>,
}

enum Kept<DB: Database> {
    Open(Vec<Taken<DB>>),
    Closed,
}

/// A connection, and when the pool gave it.
struct Taken<DB: Database> {
    connection: PoolConnection<DB>,
    since: Instant,
}

impl<DB: Database> Held<DB> {
    pub(super) fn new(pool: Pool<DB>) -> Self {
        let connections = pool.options().get_max_connections();
        Held {
            pool,
            turns: Semaphore::new(usize::try_from(connections).unwrap_or(1)),
            kept: Mutex::new(Kept::Open(Vec::new())),
        }
    }

    /// How many connections there are, and how many of them nobody uses.
    pub(super) fn size(&self) -> (u32, usize) {
        let kept = match &*self.kept() {
            Kept::Open(kept) => kept.len(),
            Kept::Closed => 0,
        };
        (self.pool.size(), self.pool.num_idle() + kept)
    }

    /// Gives all back and closes the pool, when those that are in use have come back.
    pub(super) async fn close(&self) {
        *self.kept() = Kept::Closed;
        self.pool.close().await;
    }

    async fn take(&self) -> Result<Taken<DB>, DbErr> {
        let kept = match &mut *self.kept() {
            Kept::Open(kept) => kept.pop(),
            Kept::Closed => None,
        };
        if let Some(taken) = kept.filter(|taken| taken.since.elapsed() < KEPT) {
            return Ok(taken);
        }
        let connection = self.pool.acquire().await.map_err(not_acquired)?;
        Ok(Taken {
            connection,
            since: Instant::now(),
        })
    }

    fn keep(&self, taken: Taken<DB>) {
        if let Kept::Open(kept) = &mut *self.kept() {
            kept.push(taken);
        }
    }

    /// Gives back all that nobody uses: a server that went away took them with it.
    fn give_back(&self) {
        if let Kept::Open(kept) = &mut *self.kept() {
            kept.clear();
        }
    }

    /// Never held while anything is waited for.
    fn kept(&self) -> MutexGuard<'_, Kept<DB>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<DB: Database> Held<DB>
where
    SqlxValues: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    /// Every row that a statement gives.
    pub(super) async fn all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        // As long as the pool itself lets wait.
        let patience = self.pool.options().get_acquire_timeout();
        let turn = tokio::time::timeout(patience, self.turns.acquire());
        let _turn = match turn.await {
            Ok(Ok(turn)) => turn,
            Ok(Err(_)) | Err(_) => return Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
        };
        let mut taken = self.take().await?;
        let values = SqlxValues(statement.values.unwrap_or(Values(Vec::new())));
        let query = query_with(AssertSqlSafe(statement.sql), values);
        // One that failed, or is left half-way, goes back to the pool, which looks at it.
        match query.fetch_all(&mut *taken.connection).await {
            Ok(rows) => {
                self.keep(taken);
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
            Err(error) => {
                self.give_back();
                Err(DbErr::Query(RuntimeErr::SqlxError(error.into())))
            }
        }
    }
}

fn not_acquired(error: Error) -> DbErr {
    match error {
        Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        _ => DbErr::Conn(RuntimeErr::SqlxError(error.into())),
    }
}
