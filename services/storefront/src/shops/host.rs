//! The host that a request is for.

use http::{HeaderName, header, request::Parts};
use web::{IpNet, Peer};

/// No host has a longer name.
const MOST: usize = 260;
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The host that was asked for: that of the address, if it has one, and else the header's, which is there once. Who names two different
/// ones names none.
pub(crate) fn named(parts: &Parts) -> Option<String> {
    let mut said = parts.headers.get_all(header::HOST).iter();
    let (first, second) = (said.next(), said.next());
    if second.is_some() {
        return None;
    }
    let of_header = match first {
        Some(value) => Some(value.to_str().ok()?),
        None => None,
    };
    match (parts.uri.authority().map(http::uri::Authority::as_str), of_header) {
        (Some(asked), Some(said)) if plain(asked) != plain(said) => None,
        (asked, said) => asked.or(said).map(str::to_owned),
    }
}

/// A host in its one form: small letters, no dot at the end, no port where it is the usual one. What is no host is none.
pub(super) fn plain(host: &str) -> Option<String> {
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_sign = |sign: u8| sign.is_ascii_alphanumeric() || b"-.:[]".contains(&sign);
    let is_host = !host.is_empty() && host.len() <= MOST && host.bytes().all(is_sign);
    is_host.then(|| host.to_owned())
}

/// Whether a proxy whose word counts says that the browser asked without encryption.
pub(crate) fn came_plain(parts: &Parts, proxies: &[IpNet]) -> bool {
    let Some(Peer(peer)) = parts.extensions.get::<Peer>() else { return false };
    let is_proxy = proxies.iter().any(|network| network.contains(&peer.to_canonical()));
    let said = parts.headers.get_all(PROTO).iter().next_back().and_then(|value| value.to_str().ok());
    // The nearest proxy writes the last one.
    is_proxy && said.and_then(|said| said.rsplit(',').next()).is_some_and(|said| said.trim() == "http")
}

#[cfg(test)]
mod tests {
    use super::{named, plain};

    fn asked(uri: &str, hosts: &[&str]) -> Option<String> {
        let mut request = http::Request::builder().uri(uri);
        for host in hosts {
            request = request.header("host", *host);
        }
        named(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_host_has_one_form() {
        for (said, kept) in [
            ("Quay.Example", Some("quay.example")),
            ("quay.example.", Some("quay.example")),
            ("quay.example:443", Some("quay.example")),
            ("quay.example:8080", Some("quay.example:8080")),
            ("[::1]:80", Some("[::1]")),
            ("", None),
            (".", None),
            ("quay.example/../x", None),
            ("a@quay.example", None),
            ("quay.example\u{e9}", None),
            ("quay example", None),
        ] {
            assert_eq!(plain(said).as_deref(), kept, "{said}");
        }
        assert!(plain(&"a".repeat(300)).is_none());
    }

    #[test]
    fn who_names_two_hosts_names_none() {
        assert_eq!(asked("/", &["quay.example"]).as_deref(), Some("quay.example"));
        assert_eq!(asked("/", &[]), None);
        assert_eq!(asked("/", &["quay.example", "quay.example"]), None);
        assert_eq!(asked("http://quay.example/", &["QUAY.example:80"]).as_deref(), Some("quay.example"));
        assert_eq!(asked("http://evil.example/", &["quay.example"]), None);
    }
}
