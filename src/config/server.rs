//! How the gateway listens and how much it takes.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;

use super::environment::{Environment, InvalidSetting};
use super::list::List;
use super::map::{MapFlags, MapTiles};

/// The gateway's settings.
#[derive(Clone, Debug)]
pub struct Server {
    /// `CAREGRAPH_LISTEN`; `127.0.0.1:8080` when nothing is said.
    pub listen: SocketAddr,
    /// Web pages of these origins may ask; `CAREGRAPH_CORS_ORIGINS`.
    pub origins: Origins,
    /// Where the world reaches the pages, as `https://care.example.org`; `CAREGRAPH_PUBLIC_URL`. The
    /// host of each request where nothing is said.
    pub public_url: Option<PublicUrl>,
    /// The finder's map; a sketch without tiles where nothing is said.
    pub map: Option<MapTiles>,
    /// Proxies whose word on a caller's address is taken; `CAREGRAPH_TRUSTED_PROXIES`, nobody when
    /// nothing is said.
    pub trusted_proxies: Vec<IpNet>,
    /// Connections held at once; `CAREGRAPH_MAX_CONNECTIONS`, 4,096 when nothing is said.
    pub connections: u32,
    /// Connections from one address.
    pub connections_of_one: u32,
    /// Queries that run at once; `CAREGRAPH_MAX_QUERIES`, 256 when nothing is said. Others wait a
    /// moment, and then are told to come back.
    pub queries: u32,
    /// How long a query waits for its turn.
    pub turn_timeout: Duration,
    /// The largest request body, in bytes, as sent and as unpacked.
    pub body_bytes: usize,
    /// How long the head of a request may take to arrive, and a connection be idle.
    pub head_timeout: Duration,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// How long a query may run.
    pub query_timeout: Duration,
    /// How long running requests may take to finish when the process is asked to end.
    pub grace: Duration,
    /// Subscriptions held at once.
    pub subscriptions: u32,
    /// Operations that run at once on one WebSocket.
    pub operations_of_socket: usize,
    /// How long a WebSocket may stay without its first message.
    pub init_timeout: Duration,
    /// How long a subscriber may take to read one message.
    pub slow_timeout: Duration,
    /// Queries of one batch.
    pub batch: usize,
}

/// Whose web pages may ask from a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Anybody's.
    Any,
    /// Those served by this machine: `http://localhost:3000`, `http://127.0.0.1:5173`.
    Local,
    /// These.
    Only(Vec<String>),
}

/// What the command line says of the gateway.
#[derive(Clone, Debug, Default)]
pub struct ServerFlags {
    pub listen: Option<SocketAddr>,
    pub public_url: Option<PublicUrl>,
    pub map: MapFlags,
    pub cors_origins: Option<List<String>>,
    pub trusted_proxies: Option<List<Network>>,
    pub max_connections: Option<u32>,
    pub max_queries: Option<u32>,
}

/// An address or a block of them: `10.0.0.0/8`, `192.0.2.7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(pub IpNet);

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<IpNet>()
            .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
            .map(Network)
            .map_err(|_| {
                format!("{text:?} is neither an address (192.0.2.7) nor a block (10.0.0.0/8)")
            })
    }
}

/// The address at which the world reaches this server: scheme and host, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.strip_suffix('/').unwrap_or(text);
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| address.strip_prefix(scheme));
        match host {
            Some(host) if is_host(host) => Ok(PublicUrl(address.to_owned())),
            _ => Err(format!(
                "{text:?} is not the address of a server, such as https://care.example.org"
            )),
        }
    }
}

/// Whether the text is nothing but a name and perhaps a port, and so may stand in a page.
pub fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 255
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}

impl Server {
    pub fn new(environment: &Environment, flags: ServerFlags) -> Result<Self, InvalidSetting> {
        let listen = environment
            .or(flags.listen, "CAREGRAPH_LISTEN")?
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let origins = environment.or(flags.cors_origins, "CAREGRAPH_CORS_ORIGINS")?;
        let proxies: Option<List<Network>> =
            environment.or(flags.trusted_proxies, "CAREGRAPH_TRUSTED_PROXIES")?;
        let default = Server::default();
        Ok(Server {
            listen,
            origins: match origins.map(|list| list.0) {
                Some(list) if list.iter().any(|origin| origin == "*") => Origins::Any,
                Some(list) => Origins::Only(list),
                // Whoever can reach a loopback address is at this machine.
                None if listen.ip().is_loopback() => Origins::Local,
                None => Origins::Only(Vec::new()),
            },
            public_url: environment.or(flags.public_url, "CAREGRAPH_PUBLIC_URL")?,
            map: MapTiles::new(environment, flags.map)?,
            trusted_proxies: proxies
                .map(|list| list.0.into_iter().map(|network| network.0).collect())
                .unwrap_or_default(),
            connections: environment
                .or(flags.max_connections, "CAREGRAPH_MAX_CONNECTIONS")?
                .unwrap_or(default.connections),
            queries: environment
                .or(flags.max_queries, "CAREGRAPH_MAX_QUERIES")?
                .unwrap_or(default.queries),
            ..default
        })
    }
}

impl Default for Server {
    fn default() -> Self {
        Server {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            origins: Origins::Local,
            public_url: None,
            map: None,
            trusted_proxies: Vec::new(),
            connections: 4_096,
            connections_of_one: 1_024,
            queries: 256,
            turn_timeout: Duration::from_millis(500),
            body_bytes: 256 * 1024,
            head_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(10),
            query_timeout: Duration::from_secs(30),
            grace: Duration::from_secs(10),
            subscriptions: 10_000,
            operations_of_socket: 50,
            init_timeout: Duration::from_secs(5),
            slow_timeout: Duration::from_secs(10),
            batch: 10,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        let cases = [
            ("https://care.example.org", Some("https://care.example.org")),
            (
                "https://care.example.org/",
                Some("https://care.example.org"),
            ),
            ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("https://care.example.org/path", None),
            ("care.example.org", None),
            ("ftp://care.example.org", None),
            ("https://\"><script>", None),
            ("https://", None),
        ];
        for (text, expected) in cases {
            let found = text.parse::<PublicUrl>().ok();
            assert_eq!(found.as_ref().map(PublicUrl::as_str), expected, "{text}");
        }
    }
}
