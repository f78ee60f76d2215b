//! `caregraph serve`: the server.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::net::TcpListener;

use caregraph::config::{Server, Storage};
use caregraph::domain::clock::Clock;
use caregraph::gateway::{Gateway, serve};
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Executor, Graph};
use caregraph::ingest::demo;
use caregraph::search::{Follower, Search};

pub async fn run(storage: &Storage, server: Server, with_demo: bool) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    if with_demo && demo::is_due(&db).await? {
        tracing::info!("the database is empty: loading the demonstration");
        super::demo::load(&db).await?;
    }
    let listener = TcpListener::bind(server.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", server.listen))?;
    let address = listener.local_addr()?;

    let search = Search::default();
    let graph = Graph {
        db: db.clone(),
        search: search.clone(),
        clock: Clock::System,
    };
    let gateway = Gateway {
        executor: Executor::new(graph, Limits::default()),
        settings: Arc::new(server),
    };
    // The index is built beside the server, on a task of its own: what needs no search answers from
    // the start, and no connection waits for a batch of documents.
    let folder = storage.index_dir();
    let followed = db.clone();
    let mut follow = tokio::spawn(async move {
        let follower = Follower::start(followed, &folder, search).await?;
        tracing::info!("Caregraph is ready at http://{address}, try http://{address}/playground");
        follower.run().await;
        anyhow::Ok(())
    });
    tokio::select! {
        served = serve(listener, gateway, stopped()) => served.context("the server failed")?,
        kept = &mut follow => kept?.context("the search index cannot be kept")?,
    }
    follow.abort();
    // The last connection folds the write-ahead log into the database's file.
    db.close().await?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Waits for ctrl-c or the signal that ends a service.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
