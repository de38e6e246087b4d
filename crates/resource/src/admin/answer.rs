//! The bodies: `{<plural>: […], count, offset, limit}`, `{<singular>: {…}}`, and what is answered of a deletion.

use axum::response::{IntoResponse, Response};
use db::Tx;
use http::{HeaderValue, header};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, Page,
    fields::{Plan, Selection},
};

use super::missing;
use crate::{Table, one};

/// A page.
pub(super) fn page<T: Table>(page: &[T], selection: &Selection, count: i64, Page { limit, offset }: Page) -> Response {
    let mut body = format!("{{\"{}\":", T::MANY).into_bytes();
    Plan::<T>::new(selection).write_all(page, &mut body);
    body.extend_from_slice(format!(",\"count\":{count},\"offset\":{offset},\"limit\":{limit}}}").as_bytes());
    respond(body)
}

/// The answer of one that was read already.
pub fn shown<T: Table>(found: &T, selection: &Selection) -> Response {
    let mut body = format!("{{\"{}\":", T::ONE).into_bytes();
    Plan::<T>::new(selection).write(found, &mut body);
    body.push(b'}');
    respond(body)
}

/// The answer of the one with this key; `id` is how it was called.
pub async fn answer<T: Table>(tx: &Tx, key: Uuid, id: &str, selection: &Selection) -> Result<Response, ApiError> {
    let found = one::<T>(tx, key, selection).await?.ok_or_else(|| missing::<T>(id))?;
    Ok(shown(&found, selection))
}

/// As a value, to be put into something.
pub(super) fn value<T: Table>(found: &T, selection: &Selection) -> Result<Json, ApiError> {
    let mut text = Vec::new();
    Plan::<T>::new(selection).write(found, &mut text);
    serde_json::from_slice(&text).map_err(ApiError::internal)
}

/// What is answered of a deletion.
pub fn deleted(id: &str, object: &str) -> Response {
    respond(json!({ "id": id, "object": object, "deleted": true }).to_string().into_bytes())
}

/// JSON that nobody keeps on the way.
pub fn respond(body: Vec<u8>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, NO_STORE)], body).into_response()
}
