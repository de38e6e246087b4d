//! What is said to one person: nobody keeps it on the way.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};
use serde_json::Value;

use crate::better_auth::cookies::SetCookie;

/// The header that keeps an answer out of caches.
pub(super) const NO_STORE: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// JSON for one person, with cookies.
pub(super) fn answer(body: Value, cookies: impl IntoIterator<Item = SetCookie>) -> Response {
    let mut response = ([NO_STORE], Json(body)).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie.header());
    }
    response
}
