//! Listening, until somebody asks the process to end.
//!
//! The accept loop is our own: the framework's gives a caller all the time in the world for the
//! head of a request, and takes as many connections as come.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower_service::Service;

use super::address::{Peer, share};
use super::front::{Front, front};
use super::line::Line;
use super::state::Gateway;

/// The largest head of a request, in bytes.
const HEAD_BYTES: usize = 32 * 1024;

/// The most headers of a request.
const HEADERS: usize = 64;

/// After a failed accept, as when no more files may be opened.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves on the listener until `stop` is done, then lets running requests finish, for as long as
/// the settings' grace: a caller who never finishes does not hold the process.
pub async fn serve(
    listener: TcpListener,
    gateway: Gateway,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let settings = Arc::clone(&gateway.settings);
    let ending = Arc::clone(&gateway.ending);
    let metrics = gateway.metrics.clone();
    let front = front(gateway);
    let room = Arc::new(Semaphore::new(settings.connections as usize));
    let neighbours = Neighbours::default();
    // Dropped with its connection, so that the last one is known.
    let (tell, told) = watch::channel(());
    tokio::pin!(stop);
    loop {
        // Whoever finds no room waits before the door, where they cost nothing.
        let (accepted, place) = tokio::select! {
            () = &mut stop => break,
            accepted = async {
                let place = Arc::clone(&room).acquire_owned().await;
                (listener.accept().await, place)
            } => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "nobody came in");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let is_proxy = settings
            .trusted_proxies
            .iter()
            .any(|block| block.contains(&address.ip().to_canonical()));
        let most = match is_proxy {
            true => settings.connections,
            false => settings.connections_of_one,
        };
        let Some(counted) = neighbours.enter(address, most) else {
            continue;
        };
        // Answers are whole when they are sent: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        // A socket is waited for as requests are, and has its place as long as it is open.
        let held = (place, counted, metrics.connection(), told.clone());
        tokio::spawn(connection(
            Line::new(stream, held),
            address,
            front.clone(),
            settings.head_timeout,
            told.clone(),
        ));
    }
    drop((listener, told));
    ending.send_replace(());
    tell.send_replace(());
    let _ = tokio::time::timeout(settings.grace, tell.closed()).await;
    Ok(())
}

async fn connection<H: Send + Unpin + 'static>(
    line: Line<H>,
    address: SocketAddr,
    front: Front,
    head_timeout: Duration,
    mut stopping: watch::Receiver<()>,
) {
    let peer = Peer(address);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let mut front = front.clone();
        front.call(request.map(Body::new))
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS);
    let held = http
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    tokio::pin!(held);
    let ended = tokio::select! {
        ended = &mut held => ended,
        _ = stopping.changed() => {
            held.as_mut().graceful_shutdown();
            held.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(
            error = &error as &dyn std::error::Error,
            "a connection broke"
        );
    }
}

/// How many connections each caller's network holds.
#[derive(Clone, Default)]
struct Neighbours(Arc<Mutex<HashMap<IpAddr, u32>>>);

/// One of them; gone when it is dropped.
struct Counted {
    among: Neighbours,
    of: IpAddr,
}

impl Neighbours {
    fn enter(&self, address: SocketAddr, most: u32) -> Option<Counted> {
        let of = share(address.ip().to_canonical());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.entry(of).or_default();
        if *held >= most {
            return None;
        }
        *held += 1;
        Some(Counted {
            among: self.clone(),
            of,
        })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut all = self.among.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = all.get_mut(&self.of) {
            *held -= 1;
            if *held == 0 {
                all.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_takes_no_more_places_than_it_may() {
        let neighbours = Neighbours::default();
        let from = |text: &str| SocketAddr::new(text.parse().unwrap(), 1);
        let first = neighbours.enter(from("192.0.2.1"), 2);
        let second = neighbours.enter(from("192.0.2.1"), 2);
        assert!(first.is_some() && second.is_some());
        assert!(neighbours.enter(from("192.0.2.1"), 2).is_none());
        assert!(neighbours.enter(from("192.0.2.2"), 2).is_some());
        drop(first);
        assert!(neighbours.enter(from("192.0.2.1"), 2).is_some());
        drop(second);
        assert!(neighbours.0.lock().unwrap().is_empty(), "nobody is left");
    }
}
