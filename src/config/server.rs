//! How the gateway listens and how much it takes.

use std::net::SocketAddr;
use std::time::Duration;

use super::environment::{Environment, InvalidSetting};

/// The gateway's settings.
#[derive(Clone, Debug)]
pub struct Server {
    /// `CAREGRAPH_LISTEN`; `127.0.0.1:8080` when nothing is said.
    pub listen: SocketAddr,
    /// The largest request body, in bytes.
    pub body_bytes: usize,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// How long a query may run.
    pub query_timeout: Duration,
    /// How long running requests may take to finish when the process is asked to end.
    pub grace: Duration,
}

impl Server {
    pub fn new(
        environment: &Environment,
        listen: Option<SocketAddr>,
    ) -> Result<Self, InvalidSetting> {
        Ok(Server {
            listen: environment
                .or(listen, "CAREGRAPH_LISTEN")?
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            ..Server::default()
        })
    }
}

impl Default for Server {
    fn default() -> Self {
        Server {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            body_bytes: 256 * 1024,
            body_timeout: Duration::from_secs(10),
            query_timeout: Duration::from_secs(30),
            grace: Duration::from_secs(10),
        }
    }
}
