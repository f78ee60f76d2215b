//! The flags of `serve`. Each has a `CAREGRAPH_*` twin, which `config` reads.

use std::net::SocketAddr;

use clap::Args;

use caregraph::config::{
    AccessFlags, CacheFlags, Documents, Introspection, List, MapFlags, MetricsAt, Network,
    PublicUrl, ServerFlags, Tiered, TileAddress,
};

#[derive(Args, Default, PartialEq)]
pub struct ServeFlags {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Where to tell metrics, or off [default: 127.0.0.1:9464]
    #[arg(long, value_name = "ADDRESS")]
    pub metrics_listen: Option<MetricsAt>,
    /// Where the world reaches the pages, as https://care.example.org [default: the host of each
    /// request]
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// Tiles for the finder's map, as https://tiles.example.org/{z}/{x}/{y}.png; readers' browsers
    /// then ask that host [default: none, and a sketch without tiles]
    #[arg(long, value_name = "URL")]
    pub map_tiles: Option<TileAddress>,
    /// Whose tiles they are, as shown on the map; web addresses in it become links
    #[arg(long, value_name = "TEXT")]
    pub map_attribution: Option<String>,
    /// Leaves an empty database empty
    #[arg(long)]
    pub no_demo: bool,
    #[command(flatten)]
    pub caches: CacheSizes,
    #[command(flatten)]
    pub access: Doors,
}

#[derive(Args, Default, PartialEq)]
pub struct CacheSizes {
    /// Memory for queries that have been checked, in MB; 0 checks each anew [default: 32]
    #[arg(long, value_name = "MB")]
    pub document_cache_mb: Option<u32>,
    /// Memory for rows and lists of rows, in MB; 0 keeps none [default: 64]
    #[arg(long, value_name = "MB")]
    pub entity_cache_mb: Option<u32>,
    /// Memory for whole answers, in MB; 0 keeps none [default: 64]
    #[arg(long, value_name = "MB")]
    pub response_cache_mb: Option<u32>,
    /// Whether requests that run at once share statements [default: true]
    #[arg(long, value_name = "BOOL")]
    pub merge_reads: Option<bool>,
}

#[derive(Args, Default, PartialEq)]
pub struct Doors {
    /// Cost a minute by tier, as anonymous=N,standard=N,partner=N; 0 is without end
    /// [default: anonymous=200000,standard=1000000,partner=10000000]
    #[arg(long, value_name = "QUOTAS")]
    quotas: Option<List<Tiered<u64>>>,
    /// Counts quotas in this Redis, together with other gateways: redis://HOST:PORT
    #[arg(long, value_name = "URL")]
    redis_url: Option<String>,
    /// Whom introspection answers: everybody, keyed or nobody [default: everybody]
    #[arg(long, value_name = "WHOM")]
    introspection: Option<Introspection>,
    /// Which documents each tier may run, as anonymous=MODE,…: off, preferred (published ones cost
    /// half) or required (published ones only) [default: preferred]
    #[arg(long, value_name = "MODES")]
    documents: Option<List<Tiered<Documents>>>,
    /// Whether callers with a key may hand in reviews of doctors [default: false]
    #[arg(long, value_name = "BOOL")]
    reviews: Option<bool>,
    /// Web origins whose pages may ask, with commas between, or * [default: pages of this machine
    /// while listening on a loopback address, else none; those of keys besides]
    #[arg(long, value_name = "ORIGINS")]
    cors_origins: Option<List<String>>,
    /// Proxies whose X-Forwarded-For is believed: addresses and blocks, with commas between
    /// [default: none]
    #[arg(long, value_name = "BLOCKS")]
    trusted_proxies: Option<List<Network>>,
    /// Connections held at once [default: 4096]
    #[arg(long, value_name = "N")]
    max_connections: Option<u32>,
    /// Queries that run at once; others wait half a second and are then told to come back
    /// [default: 256]
    #[arg(long, value_name = "N")]
    max_queries: Option<u32>,
}

impl ServeFlags {
    /// These, and where they say nothing the others.
    pub fn or(self, others: ServeFlags) -> ServeFlags {
        let (own, other) = (self.caches, others.caches);
        let (own_door, other_door) = (self.access, others.access);
        ServeFlags {
            listen: self.listen.or(others.listen),
            metrics_listen: self.metrics_listen.or(others.metrics_listen),
            public_url: self.public_url.or(others.public_url),
            map_tiles: self.map_tiles.or(others.map_tiles),
            map_attribution: self.map_attribution.or(others.map_attribution),
            no_demo: self.no_demo || others.no_demo,
            caches: CacheSizes {
                document_cache_mb: own.document_cache_mb.or(other.document_cache_mb),
                entity_cache_mb: own.entity_cache_mb.or(other.entity_cache_mb),
                response_cache_mb: own.response_cache_mb.or(other.response_cache_mb),
                merge_reads: own.merge_reads.or(other.merge_reads),
            },
            access: Doors {
                quotas: own_door.quotas.or(other_door.quotas),
                redis_url: own_door.redis_url.or(other_door.redis_url),
                introspection: own_door.introspection.or(other_door.introspection),
                documents: own_door.documents.or(other_door.documents),
                reviews: own_door.reviews.or(other_door.reviews),
                cors_origins: own_door.cors_origins.or(other_door.cors_origins),
                trusted_proxies: own_door.trusted_proxies.or(other_door.trusted_proxies),
                max_connections: own_door.max_connections.or(other_door.max_connections),
                max_queries: own_door.max_queries.or(other_door.max_queries),
            },
        }
    }

    /// The flags by what they are about.
    pub fn split(self) -> (ServerFlags, AccessFlags, CacheFlags) {
        let ServeFlags {
            listen,
            public_url,
            map_tiles,
            map_attribution,
            caches,
            access,
            ..
        } = self;
        (
            ServerFlags {
                listen,
                public_url,
                map: MapFlags {
                    tiles: map_tiles,
                    attribution: map_attribution,
                },
                cors_origins: access.cors_origins,
                trusted_proxies: access.trusted_proxies,
                max_connections: access.max_connections,
                max_queries: access.max_queries,
            },
            AccessFlags {
                quotas: access.quotas,
                redis_url: access.redis_url,
                introspection: access.introspection,
                documents: access.documents,
                reviews: access.reviews,
            },
            CacheFlags {
                document_mb: caches.document_cache_mb,
                entity_mb: caches.entity_cache_mb,
                response_mb: caches.response_cache_mb,
                merge_reads: caches.merge_reads,
            },
        )
    }
}
