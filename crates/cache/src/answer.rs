//! An answer as it goes out: the body and its headers, made once.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, VARY},
};
use xxhash_rust::xxh3::xxh3_128;

use crate::{body, meters::Outcome};

/// The header that tells where an answer came from: `hit`, `miss` or `bypass`.
pub static CACHE_HEADER: HeaderName = HeaderName::from_static("x-kontor-cache");

/// Of the headers that a handler sets, those that a cached answer has; others may belong to the request that was first.
pub static KEPT_HEADERS: [HeaderName; 3] = [CONTENT_TYPE, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY];

/// The client may keep the answer and must ask each time whether it still holds; nobody in between may keep it.
static KEEP_AND_ASK: HeaderValue = HeaderValue::from_static("private, no-cache");
static VARIES_BY: HeaderValue = HeaderValue::from_static("x-publishable-api-key, x-medusa-locale, authorization");

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: Bytes,
    pub(crate) digest: u128,
    etag: HeaderValue,
    /// Complete, as for a hit.
    headers: HeaderMap,
}

impl Answer {
    /// Of `source` only [`KEPT_HEADERS`] are taken.
    pub(crate) fn new(source: &HeaderMap, body: Bytes) -> Self {
        let digest = xxh3_128(&body);
        let etag =
            HeaderValue::try_from(format!("\"{digest:032x}\"")).expect("hex digits in quotes are a header value");
        let mut headers = HeaderMap::with_capacity(KEPT_HEADERS.len() + 5);
        for name in &KEPT_HEADERS {
            if let Some(value) = source.get(name) {
                headers.insert(name, value.clone());
            }
        }
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        headers.insert(ETAG, etag.clone());
        headers.insert(CACHE_CONTROL, KEEP_AND_ASK.clone());
        headers.insert(VARY, VARIES_BY.clone());
        headers.insert(&CACHE_HEADER, Outcome::Hit.header());
        Self { body, digest, etag, headers }
    }

    pub(crate) fn etag(&self) -> &HeaderValue {
        &self.etag
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What the answer takes in memory, about.
    pub(crate) fn weight(&self) -> usize {
        /// Two header maps' worth of slots, the tags and the bookkeeping around them.
        const OVERHEAD: usize = 1792;
        OVERHEAD + self.body.len()
    }

    /// The response to one request.
    pub(crate) fn respond(&self, is_head: bool, is_known: bool, outcome: Outcome) -> Response {
        if is_known {
            return self.not_modified(outcome);
        }
        let body = if is_head { Body::empty() } else { Body::from(self.body.clone()) };
        let mut response = Response::new(body);
        *response.headers_mut() = self.headers.clone();
        if outcome.header() != Outcome::Hit.header() {
            response.headers_mut().insert(&CACHE_HEADER, outcome.header());
        }
        response
    }

    fn not_modified(&self, outcome: Outcome) -> Response {
        let mut response = Response::new(body::none());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(ETAG, self.etag.clone());
        headers.insert(CACHE_CONTROL, KEEP_AND_ASK.clone());
        headers.insert(VARY, VARIES_BY.clone());
        headers.insert(&CACHE_HEADER, outcome.header());
        *response.headers_mut() = headers;
        response
    }
}
