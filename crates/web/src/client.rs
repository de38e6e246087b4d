//! Where a request comes from, as far as it can be believed.

use std::net::{IpAddr, Ipv6Addr};

use http::{HeaderMap, HeaderName, request::Parts};
pub use ipnet::IpNet;

/// The other end of the connection; [`crate::serve`] puts it into every request.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// An address that somebody has vouched for who may: it counts instead of the connection's.
#[derive(Debug, Clone, Copy)]
pub struct Vouched(pub IpAddr);

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address: the peer's, or, behind proxies that the settings name, the last one in X-Forwarded-For that no
/// such proxy has written of itself. What stands before that one, anybody may have written. [`Vouched`] comes before both.
pub fn client_address(parts: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    if let Some(&Vouched(address)) = parts.extensions.get::<Vouched>() {
        return Some(address);
    }
    let Peer(peer) = *parts.extensions.get::<Peer>()?;
    Some(believed(peer.to_canonical(), &parts.headers, trusted))
}

fn believed(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let hops: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let mut address = peer;
    for hop in hops.iter().rev() {
        if !is_proxy(&address) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

/// What limits count by: an IPv4 address, or the /64 of an IPv6 one, which is the least that one customer is given.
pub fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        believed(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_named_proxies_are_believed() {
        let proxies = &["10.0.0.0/8"][..];
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], proxies), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], proxies), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["192.0.2.1, 198.51.100.1, 10.0.0.2"], proxies), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["192.0.2.1", "198.51.100.1"], proxies), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["nonsense"], proxies), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[], proxies), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"], &[]), "10.0.0.1");
    }

    #[test]
    fn limits_count_a_customer_once() {
        let network = |text: &str| network_of(text.parse().unwrap()).to_string();
        assert_eq!(network("198.51.100.1"), "198.51.100.1");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}
