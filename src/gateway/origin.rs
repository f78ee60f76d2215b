//! Where the world finds the pages, for addresses that must be whole.

use axum::http::{HeaderMap, header};

use super::address::{self, Peer};
use crate::config::{PublicUrl, Server, is_host};

/// Scheme and host: the ones that the settings name, else those by which the reader came. `None`
/// where the reader names none that can be one.
pub fn of(settings: &Server, peer: Option<Peer>, headers: &HeaderMap) -> Option<String> {
    if let Some(public) = &settings.public_url {
        return Some(PublicUrl::as_str(public).to_owned());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let scheme = address::scheme(peer, headers, &settings.trusted_proxies);
    is_host(host).then(|| format!("{scheme}://{host}"))
}
