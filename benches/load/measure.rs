//! What serving costs: processor time of the server and of Postgres, and statements.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::{self, PgPool};

/// `/proc` counts processor time in these, on every Linux there is.
const TICK: Duration = Duration::from_millis(10);

/// How long connections of a process that has ended may linger.
const QUIET: Duration = Duration::from_secs(10);

/// A view of the Postgres server that all contenders use.
pub struct Database {
    pool: PgPool,
    postmaster: u32,
}

/// Processor time spent so far, in the process and for it in the kernel.
#[derive(Clone, Copy)]
pub struct Spent {
    pub server: Duration,
    pub database: Duration,
    /// That of this process, which generates the load.
    pub client: Duration,
}

/// The columns of `/proc/<pid>/stat` that matter.
struct Process {
    parent: u32,
    own: Duration,
    /// That of its children who have ended.
    ended: Duration,
}

impl Database {
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .connect(url)
            .await
            .context("the database cannot be opened")?;
        let backend: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
            .fetch_one(&pool)
            .await?;
        // Every connection is served by a child of the postmaster.
        let backend = process(backend.unsigned_abs())
            .context("the database must run here, on Linux: its processor time is in /proc")?;
        Ok(Database {
            pool,
            postmaster: backend.parent,
        })
    }

    /// Refuses a database that holds anything: it would be measured, or harmed.
    pub async fn must_be_empty(&self) -> anyhow::Result<()> {
        let tables: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM pg_tables \
             WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
        )
        .fetch_one(&self.pool)
        .await?;
        ensure!(tables == 0, "the database is not empty");
        Ok(())
    }

    /// Lets the planner know its tables, as it would in any database that has stood for a minute.
    pub async fn analyze(&self) -> anyhow::Result<()> {
        sqlx::query("VACUUM ANALYZE").execute(&self.pool).await?;
        Ok(())
    }

    pub async fn version(&self) -> anyhow::Result<String> {
        Ok(sqlx::query_scalar("SHOW server_version")
            .fetch_one(&self.pool)
            .await?)
    }

    /// Statements so far: every one of ours and our peers stands alone and so commits one
    /// transaction. A connection reports what it has done at its end at the latest, so this waits
    /// until all have ended.
    pub async fn statements(&self) -> anyhow::Result<i64> {
        let began = Instant::now();
        loop {
            let others: i64 = sqlx::query_scalar(
                "SELECT count(*) FROM pg_stat_activity \
                 WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
            )
            .fetch_one(&self.pool)
            .await?;
            if others == 0 {
                break;
            }
            ensure!(
                began.elapsed() < QUIET,
                "{others} connections to the database do not end"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let committed = "SELECT xact_commit FROM pg_stat_database \
                         WHERE datname = current_database()";
        Ok(sqlx::query_scalar(committed).fetch_one(&self.pool).await?)
    }

    /// Processor time of a server, of all of Postgres, and of the load generator.
    pub fn spent(&self, server: u32) -> anyhow::Result<Spent> {
        let server = process(server).context("the server has ended")?.own;
        let postmaster = process(self.postmaster).context("the database has ended")?;
        let running: Duration = fs::read_dir("/proc")?
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter_map(process)
            .filter(|process| process.parent == self.postmaster)
            .map(|process| process.own)
            .sum();
        Ok(Spent {
            server,
            database: postmaster.own + postmaster.ended + running,
            client: process(std::process::id())
                .context("this process has no /proc")?
                .own,
        })
    }
}

/// `None` for one that has ended.
fn process(pid: u32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name of the program stands in brackets and may hold anything.
    let (_, rest) = text.rsplit_once(") ")?;
    let columns: Vec<&str> = rest.split(' ').collect();
    let ticks = |column: usize| -> Option<Duration> {
        let ticks: u32 = columns.get(column)?.parse().ok()?;
        Some(TICK * ticks)
    };
    Some(Process {
        parent: columns.get(1)?.parse().ok()?,
        own: ticks(11)? + ticks(12)?,
        ended: ticks(13)? + ticks(14)?,
    })
}
