//! `If-None-Match`, by RFC 9110 section 13.1.2.

use http::{HeaderMap, HeaderValue, header::IF_NONE_MATCH};

/// The entity tags that a client already has.
#[derive(Debug, Default)]
pub(crate) struct Conditions(Vec<HeaderValue>);

impl Conditions {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(IF_NONE_MATCH).iter().cloned().collect())
    }

    pub(crate) fn match_etag(&self, etag: &HeaderValue) -> bool {
        self.0.iter().any(|value| has_etag(value, etag))
    }
}

/// Whether the request's headers name `etag`, without copying them.
pub(crate) fn headers_match(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|value| has_etag(value, etag))
}

/// Our tags hold no comma, so a foreign tag that does falls into pieces that match nothing.
fn has_etag(value: &HeaderValue, etag: &HeaderValue) -> bool {
    value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii).any(|candidate| {
        let candidate = candidate.strip_prefix(b"W/").unwrap_or(candidate);
        candidate == b"*" || candidate == etag.as_bytes()
    })
}
