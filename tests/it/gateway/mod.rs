//! The gateway: protocols, callers, quotas, and what attackers send.

pub mod attacks;
mod building;
mod callers;
mod documents;
mod events;
mod faults;
mod http;
mod infobutton;
mod manners;
mod pages;
mod quotas;
mod sockets;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use caregraph::config::{Access, Server};
use caregraph::domain::caller::{Scope, Tier};
use caregraph::domain::key::{ApiKey, RANDOM_BYTES};
use caregraph::gateway::{Gateway, ResponseCache, front, serve};
use caregraph::store::partner::{self, Grant};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::{Reply, TestApp, now};

/// A gateway that listens on a port of its own.
struct Listening {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Listening {
    async fn start(app: &TestApp, set: impl FnOnce(&mut Server)) -> Self {
        let mut settings = (*app.gateway.settings).clone();
        set(&mut settings);
        let gateway = Gateway {
            settings: Arc::new(settings),
            ..app.gateway.clone()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(serve(listener, gateway, async {
            stopped.await.ok();
        }));
        Listening {
            address,
            stop,
            served,
        }
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap().unwrap();
    }
}

/// The same application behind a gateway with other rules.
fn with_access(mut app: TestApp, access: &Access) -> TestApp {
    app.gateway = Gateway::new(
        app.gateway.executor.clone(),
        ResponseCache::new(app.applied.clone(), 1 << 20),
        Server::default(),
        access,
    )
    .unwrap();
    app.front = front(app.gateway.clone());
    app
}

/// A partner with a key that holds these scopes.
async fn key(app: &TestApp, name: &str, tier: Tier, scopes: &[Scope]) -> ApiKey {
    let mut random = [7; RANDOM_BYTES];
    for (to, from) in random.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    let key = ApiKey::new(&random);
    let grant = Grant {
        scopes: scopes.iter().copied().collect(),
        ..Grant::default()
    };
    let added = partner::add(&app.db, name, tier, &key, &grant, now()).await;
    assert!(added.unwrap().is_some(), "{name} is there already");
    key
}

/// Sends a body with a key.
async fn with_key(app: &TestApp, key: &str, body: impl Into<Body>) -> Reply {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .body(body.into())
        .unwrap();
    app.send(request).await
}
