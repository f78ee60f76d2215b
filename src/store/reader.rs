//! The connections that only read, and what they ran while somebody observes them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

/// A pool to read from. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    pool: DatabaseConnection,
    ran: Option<Arc<Ran>>,
}

/// What an observed reader ran, in the order in which it ended.
#[derive(Debug, Default)]
pub struct Ran(Mutex<Vec<Run>>);

/// One statement that was run.
#[derive(Clone, Debug)]
pub struct Run {
    pub sql: String,
    pub rows: u64,
    pub began: Instant,
    /// The wait for a connection included.
    pub took: Duration,
}

impl Ran {
    /// What ran so far.
    pub fn runs(&self) -> Vec<Run> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Reader {
    pub(super) fn new(pool: DatabaseConnection) -> Self {
        Reader { pool, ran: None }
    }

    pub(super) fn observed(&self, ran: Arc<Ran>) -> Self {
        Reader {
            pool: self.pool.clone(),
            ran: Some(ran),
        }
    }

    pub(super) async fn close(self) -> Result<(), DbErr> {
        self.pool.close().await
    }

    pub(super) fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    fn note(&self, sql: Option<String>, rows: u64, began: Instant) {
        if let (Some(ran), Some(sql)) = (&self.ran, sql) {
            let run = Run {
                sql,
                rows,
                began,
                took: began.elapsed(),
            };
            ran.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(run);
        }
    }

    /// The text, where somebody wants to know it.
    fn text(&self, statement: &Statement) -> Option<String> {
        self.ran.is_some().then(|| statement.sql.clone())
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.pool.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.pool.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (sql, began) = (self.text(&statement), Instant::now());
        let row = self.pool.query_one_raw(statement).await?;
        self.note(sql, row.iter().count() as u64, began);
        Ok(row)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (sql, began) = (self.text(&statement), Instant::now());
        let rows = self.pool.query_all_raw(statement).await?;
        self.note(sql, rows.len() as u64, began);
        Ok(rows)
    }
}
