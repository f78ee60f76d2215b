//! The connections that only read, and what they ran while somebody observes them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sqlx::{Postgres, Sqlite};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use super::held::Held;

/// Connections to read from. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    connections: Arc<Connections>,
    /// Told of each statement that has run.
    told: Arc<dyn Fn() + Send + Sync>,
    ran: Option<Arc<Ran>>,
}

enum Connections {
    Postgres(Held<Postgres>),
    Sqlite(Held<Sqlite>),
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
    /// Takes over a pool: nobody else may use it.
    pub(super) fn new(pool: &DatabaseConnection, told: Arc<dyn Fn() + Send + Sync>) -> Self {
        let connections = match pool.get_database_backend() {
            DbBackend::Postgres => {
                Connections::Postgres(Held::new(pool.get_postgres_connection_pool().clone()))
            }
            _ => Connections::Sqlite(Held::new(pool.get_sqlite_connection_pool().clone())),
        };
        Reader {
            connections: Arc::new(connections),
            told,
            ran: None,
        }
    }

    pub(super) fn observed(&self, ran: Arc<Ran>) -> Self {
        Reader {
            ran: Some(ran),
            ..self.clone()
        }
    }

    pub(super) async fn close(self) {
        match &*self.connections {
            Connections::Postgres(held) => held.close().await,
            Connections::Sqlite(held) => held.close().await,
        }
    }

    /// How many connections there are, and how many of them nobody uses.
    pub(super) fn size(&self) -> (u32, usize) {
        match &*self.connections {
            Connections::Postgres(held) => held.size(),
            Connections::Sqlite(held) => held.size(),
        }
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
        match &*self.connections {
            Connections::Postgres(_) => DbBackend::Postgres,
            Connections::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(only_reads())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        // Those that ask for one row say so in their text.
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (sql, began) = (self.text(&statement), Instant::now());
        let rows = match &*self.connections {
            Connections::Postgres(held) => held.all(statement).await,
            Connections::Sqlite(held) => held.all(statement).await,
        };
        (self.told)();
        let rows = rows?;
        self.note(sql, rows.len() as u64, began);
        Ok(rows)
    }
}

fn only_reads() -> DbErr {
    DbErr::Custom("a reader was asked to write".to_owned())
}
