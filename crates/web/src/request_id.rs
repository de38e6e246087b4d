//! One name per request, in the log, in the answer's header and in every 5xx body.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header in both directions.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of a request.
#[derive(Debug, Clone)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The one that a proxy gave, when it is harmless, else a new one.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        match headers.get(HEADER) {
            Some(given) if is_harmless(given.as_bytes()) => Self(given.clone()),
            _ => {
                let mut buffer = [0; 32];
                let text = Uuid::now_v7().as_simple().encode_lower(&mut buffer);
                Self(HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("unknown")))
            }
        }
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or("unknown")
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

fn is_harmless(given: &[u8]) -> bool {
    (8..=64).contains(&given.len()) && given.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_')
}
