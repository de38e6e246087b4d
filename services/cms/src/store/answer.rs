//! Answers that may be kept until something changes.

use axum::response::{IntoResponse, Response};
use cache::{Cacheable, Topics};
use http::{HeaderValue, header};

/// JSON that holds until one of these changes.
pub(super) fn respond(topics: impl Into<Topics>, body: impl Into<Vec<u8>>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    (Cacheable::on(topics), [(header::CONTENT_TYPE, JSON)], body.into()).into_response()
}
