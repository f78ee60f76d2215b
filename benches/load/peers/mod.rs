//! Hand-written servers that answer the same question: what a good engineer would write for this
//! one page, without a graph.
//!
//! They serve as Caregraph does (axum, the same runtime, the same pool) so that what differs is how
//! the answer comes about.

mod area;
mod batched;
mod fixed;
mod one_statement;
mod page;
mod rows;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use clap::ValueEnum;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::{ConnectOptions as _, Connection as _, PgPool};
use serde::Deserialize;
use tokio::net::TcpListener;

use batched::Way;
use caregraph::domain::fold::fold;

/// The procedure that the question is about.
const PROCEDURE: &str = "epidural-blood-patch";

/// Who answers.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Peer {
    Batched,
    SideBySide,
    OneStatement,
    Fixed,
}

/// What the body of a request says.
#[derive(Deserialize)]
struct Asked {
    place: String,
    km: f64,
    first: u32,
}

/// Why there is no answer.
struct Failed(anyhow::Error);

type Answer = Result<Response, Failed>;

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Failed(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        eprintln!("error: {:#}", self.0);
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

impl Asked {
    fn read(body: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(body)
    }

    /// The folded name by which the gazetteer knows the place.
    fn name_key(&self) -> String {
        fold(&self.place)
    }
}

/// Serves until the process is stopped.
pub async fn serve(
    peer: Peer,
    listen: SocketAddr,
    database_url: &str,
    bytes: usize,
) -> anyhow::Result<()> {
    let router = match peer {
        Peer::Batched => batched::router(pool(database_url).await?, Way::InTurn),
        Peer::SideBySide => batched::router(pool(database_url).await?, Way::SideBySide),
        Peer::OneStatement => one_statement::router(pool(database_url).await?),
        Peer::Fixed => fixed::router(bytes),
    };
    let router = router.route("/health/ready", get(|| async { "ready" }));
    let listener = TcpListener::bind(listen).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

fn json(body: impl Into<Bytes>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, body.into()).into_response()
}

/// A pool as Caregraph opens it to read from, setting by setting, with two connections more: see
/// `src/store/postgres.rs`.
async fn pool(url: &str) -> anyhow::Result<PgPool> {
    const IDLE: Duration = Duration::from_secs(30);
    let server: PgConnectOptions = url.parse()?;
    let server = server
        .options([
            ("statement_timeout", "10000"),
            ("lock_timeout", "5000"),
            ("plan_cache_mode", "force_generic_plan"),
        ])
        .disable_statement_logging();
    PgPoolOptions::new()
        .max_connections(8)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .before_acquire(|connection, idle| {
            Box::pin(async move {
                if idle.idle_for >= IDLE {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(server)
        .await
        .context("the database cannot be opened")
}
