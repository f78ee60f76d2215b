//! Listening, until somebody asks the process to end.

use std::future::{Future, IntoFuture};
use std::io;

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::router::router;
use super::state::Gateway;

/// Serves on the listener until `stop` is done, then lets running requests finish, for as long as
/// the settings' grace: a caller who never finishes does not hold the process.
pub async fn serve(
    listener: TcpListener,
    gateway: Gateway,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let grace = gateway.settings.grace;
    let (tell, mut told) = watch::channel(false);
    let serving = axum::serve(listener, router(gateway)).with_graceful_shutdown(async move {
        stop.await;
        tell.send_replace(true);
    });
    let overdue = async move {
        // The sender lives as long as the server, so waiting fails only when serving has ended.
        let _ = told.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = overdue => Ok(()),
    }
}
