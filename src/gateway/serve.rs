//! Listening, until somebody asks the process to end.

use std::future::Future;
use std::io;

use tokio::net::TcpListener;

use super::router::router;
use super::state::Gateway;

/// Serves on the listener until `stop` is done, then lets running requests finish.
pub async fn serve(
    listener: TcpListener,
    gateway: Gateway,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(gateway))
        .with_graceful_shutdown(stop)
        .await
}
