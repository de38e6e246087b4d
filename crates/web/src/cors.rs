//! CORS by Medusa's rules: comma lists of origins, regexes between slashes, credentials allowed.

use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, request::Parts};
use regex::Regex;
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

/// An entry of a CORS list that is neither an origin nor a regex.
#[derive(Debug, thiserror::Error)]
#[error("CORS entry '{entry}' is not a valid pattern: {source}")]
pub struct CorsError {
    entry: String,
    source: regex::Error,
}

/// The origins that may call.
#[derive(Debug, Clone)]
pub struct Cors {
    exact: Vec<String>,
    patterns: Vec<Regex>,
}

impl Cors {
    /// Reads a list such as `https://shop.example, /\.example\.com$/`.
    pub fn parse<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, CorsError> {
        let mut cors = Self { exact: Vec::new(), patterns: Vec::new() };
        for entry in entries.into_iter().flat_map(|list| list.split(',')).map(str::trim).filter(|e| !e.is_empty()) {
            match entry.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
                Some(pattern) => cors.patterns.push(
                    Regex::new(pattern).map_err(|source| CorsError { entry: entry.to_owned(), source })?,
                ),
                None => cors.exact.push(entry.trim_end_matches('/').to_owned()),
            }
        }
        Ok(cors)
    }

    fn allows(&self, origin: &str) -> bool {
        self.exact.iter().any(|exact| exact == origin) || self.patterns.iter().any(|pattern| pattern.is_match(origin))
    }

    /// The layer for a router.
    pub fn layer(self) -> CorsLayer {
        CorsLayer::new()
            .allow_origin(AllowOrigin::predicate(move |origin: &HeaderValue, _: &Parts| {
                origin.to_str().is_ok_and(|origin| self.allows(origin))
            }))
            .allow_credentials(true)
            .allow_methods(AllowMethods::list([
                Method::GET,
                Method::HEAD,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ]))
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([HeaderName::from_static("etag"), HeaderName::from_static("x-request-id")])
            .max_age(Duration::from_secs(600))
    }
}
