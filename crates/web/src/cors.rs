//! CORS by Medusa's rules: listed origins, credentials allowed.

use std::time::Duration;

use config::Origins;
use http::{HeaderName, HeaderValue, Method, request::Parts};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

/// What pages may read of an answer: the last three are Better Auth's.
const EXPOSED: [&str; 6] = ["etag", "x-request-id", "retry-after", "x-retry-after", "set-auth-token", "set-auth-jwt"];

/// The layer for a router that the given origins may call from a browser.
pub fn cors(origins: Origins) -> CorsLayer {
    cors_where(move |origin| origins.allows(origin))
}

/// The same for origins of which a service decides itself.
pub fn cors_where(allows: impl Fn(&str) -> bool + Clone + Send + Sync + 'static) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin: &HeaderValue, _: &Parts| origin.to_str().is_ok_and(&allows)))
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
        .expose_headers(EXPOSED.map(HeaderName::from_static))
        .max_age(Duration::from_mins(10))
}
