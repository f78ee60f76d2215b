//! `caregraph serve`: the server.

use std::process::ExitCode;

use anyhow::Context as _;
use tokio::net::TcpListener;

use caregraph::config::{Access, Caches, Introspection as Asked, MetricsListener, Server, Storage};
use caregraph::domain::clock::Clock;
use caregraph::feed::Watch;
use caregraph::gateway::{Gateway, ResponseCache, serve, serve_metrics};
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Executor, Graph, Introspection};
use caregraph::ingest::demo;
use caregraph::loaders::{Relations, Settings};
use caregraph::search::{Follower, Search};

pub async fn run(
    storage: &Storage,
    server: Server,
    access: Access,
    caches: Caches,
    metrics: MetricsListener,
    with_demo: bool,
) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    if with_demo && demo::is_due(&db).await? {
        tracing::info!("the database is empty: loading the demonstration");
        super::demo::load(&db).await?;
    }
    let listener = TcpListener::bind(server.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", server.listen))?;
    let address = listener.local_addr()?;
    let watched = listened(metrics).await?;

    let watch = Watch::start(db.clone()).await?;
    let applied = watch.applied().clone();
    let search = Search::default();
    let graph = Graph {
        db: db.clone(),
        applied: applied.clone(),
        relations: Relations::new(
            &db,
            &applied,
            Settings {
                cache_bytes: caches.entity_bytes,
                merges: caches.merge_reads,
            },
        ),
        search: search.clone(),
        clock: Clock::System,
    };
    let limits = Limits {
        cache_bytes: caches.document_bytes,
        ..Limits::default()
    };
    let executor = Executor::new(graph, limits).with_reviews(access.reviews);
    let executor = executor.with_introspection(match access.introspection {
        Asked::Everybody => Introspection::Everybody,
        Asked::Keyed => Introspection::Keyed,
        Asked::Nobody => Introspection::Nobody,
    });
    let responses = ResponseCache::new(applied.clone(), caches.response_bytes);
    let gateway = Gateway::new(executor, responses, server, &access)
        .context("the address of Redis cannot be used")?;
    let usage = gateway.usage.clone();
    let counting = tokio::spawn(usage.clone().keep(db.clone(), Clock::System));
    let told = watched.map(|listener| tokio::spawn(serve_metrics(listener, gateway.clone())));
    let watching = tokio::spawn(watch.run());
    // The index is built beside the server, on a task of its own: what needs no search answers from
    // the start, and no connection waits for a batch of documents.
    let folder = storage.index_dir();
    let followed = db.clone();
    let mut follow = tokio::spawn(async move {
        let follower = Follower::start(followed, &folder, search).await?;
        tracing::info!("Caregraph is ready at http://{address}, try http://{address}/playground");
        follower.run(applied).await;
        anyhow::Ok(())
    });
    tokio::select! {
        served = serve(listener, gateway, stopped()) => served.context("the server failed")?,
        kept = &mut follow => kept?.context("the search index cannot be kept")?,
    }
    if let Some(told) = told {
        told.abort();
    }
    follow.abort();
    watching.abort();
    counting.abort();
    usage.flush(&db, Clock::System).await;
    // The last connection folds the write-ahead log into the database's file.
    db.close().await?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// The listener for metrics, if there is to be one.
async fn listened(metrics: MetricsListener) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = metrics.listen else {
        return Ok(None);
    };
    match TcpListener::bind(address).await {
        Ok(listener) => {
            let address = listener.local_addr()?;
            tracing::info!("metrics are at http://{address}/metrics");
            Ok(Some(listener))
        }
        Err(error) if metrics.is_asked_for => {
            Err(error).with_context(|| format!("{address} cannot be listened on for metrics"))
        }
        // Two servers on one machine, and nobody said where the second tells its numbers.
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "{address} is taken, so no metrics are served; name another in --metrics-listen"
            );
            Ok(None)
        }
    }
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
