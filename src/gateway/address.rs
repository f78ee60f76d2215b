//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// More hops than this are not looked at.
const MOST_HOPS: usize = 20;

/// The other end of the connection, put beside each request by the accept loop.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The address of the caller: the other end of the connection, or where that is a trusted proxy
/// the last address in `X-Forwarded-For` that is none.
pub fn of(peer: Option<Peer>, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let unknown = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
    let mut address = peer.map_or(unknown, |peer| peer.0.ip().to_canonical());
    let trusted = |address: &IpAddr| proxies.iter().any(|block| block.contains(address));
    if proxies.is_empty() || !trusted(&address) {
        return address;
    }
    let hops = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|hop| hop.trim().parse::<IpAddr>());
    let hops: Vec<_> = hops.collect();
    for hop in hops.into_iter().rev().take(MOST_HOPS) {
        // Whatever stands before a hop that cannot be read was written by nobody we trust.
        let Ok(hop) = hop else { break };
        address = hop.to_canonical();
        if !trusted(&address) {
            break;
        }
    }
    address
}

/// The scheme by which the caller came: what a trusted proxy says of it, else plain HTTP.
pub fn scheme(peer: Option<Peer>, headers: &HeaderMap, proxies: &[IpNet]) -> &'static str {
    let is_proxy = peer.is_some_and(|peer| {
        let address = peer.0.ip().to_canonical();
        proxies.iter().any(|block| block.contains(&address))
    });
    let said = headers.get("x-forwarded-proto");
    match said.is_some_and(|said| said == "https") && is_proxy {
        true => "https",
        false => "http",
    }
}

/// The part of an address that one caller has: all of IPv4, and of IPv6 the first 64 bits.
pub fn share(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies: Vec<IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let cases = [
            ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
            ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
            (
                "10.0.0.1",
                "198.51.100.1, 203.0.113.9, 10.2.2.2",
                "203.0.113.9",
            ),
            ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
        ];
        for (peer, forwarded, expected) in cases {
            let mut headers = HeaderMap::new();
            if !forwarded.is_empty() {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            let peer = Peer(SocketAddr::new(peer.parse().unwrap(), 1));
            let found = of(Some(peer), &headers, &proxies);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{forwarded}");
        }
    }

    #[test]
    fn neighbours_in_one_network_share() {
        let share = |text: &str| share(text.parse().unwrap());
        assert_eq!(share("2001:db8::1"), share("2001:db8::ffff:1"));
        assert_ne!(share("2001:db8::1"), share("2001:db8:0:1::1"));
        assert_ne!(share("192.0.2.1"), share("192.0.2.2"));
    }
}
