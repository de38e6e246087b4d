//! `GET /error`: where a browser ends up when a link fails and names no other place.

use axum::{
    extract::RawQuery,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, header};

/// A page without scripts that says what went wrong.
pub(super) async fn error_page(RawQuery(query): RawQuery) -> Response {
    const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
    const FRAMES: HeaderName = HeaderName::from_static("x-frame-options");
    let query = query.unwrap_or_default();
    let code = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "error")
        .map_or_else(|| "unknown".into(), |(_, value)| value);
    // A code is a word; whatever else somebody puts into a link is not shown.
    let is_code = !code.is_empty() && code.len() <= 80 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let code = if is_code { code.into_owned() } else { "unknown".to_owned() };
    let page = include_str!("error_page.html").replace("{code}", &code);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, NO_STORE),
        (FRAMES, HeaderValue::from_static("DENY")),
    ];
    (headers, Html(page)).into_response()
}
