//! `GET /theme/{hash}/{name}`

use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};

use crate::{client::Trouble, front::Front};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_NOW: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// A file of the theme. Under its own hash it never changes; under one of before, it is what it is now.
pub(super) async fn show(
    State(front): State<Front>,
    Path((hash, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let theme = front.themes.of_assets(&hash).unwrap_or_else(|| front.themes.usual().now());
    let Some(asset) = theme.assets.get(&name) else { return Trouble::Missing.into_response() };
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = asset.packed.clone().filter(|_| takes.contains("gzip"));
    let is_packed = packed.is_some();
    let mut response = Body::from(packed.unwrap_or_else(|| asset.plain.clone())).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(header::CACHE_CONTROL, if hash == theme.assets.hash { FOR_EVER } else { FOR_NOW });
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
