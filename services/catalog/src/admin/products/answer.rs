//! What is answered of many that were changed at once.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use db::Tx;
use http::{HeaderValue, header};
use resource::Table;
use serde_json::json;
use uuid::Uuid;
use web::{
    ApiError,
    fields::{Plan, Selection},
};

/// What was made and changed, in its order, and the ids of what is gone.
pub(in crate::admin) async fn batch<T: Table>(
    tx: &Tx,
    key: fn(&T) -> Uuid,
    [created, updated]: [&[Uuid]; 2],
    deleted: &[String],
    selection: &Selection,
) -> Result<Response, ApiError> {
    let sql = format!(
        "select {} from {} where {alias}.organization_id = $1 and {alias}.id = any($2) and {alias}.deleted_at is null",
        T::SELECT,
        T::FROM,
        alias = T::ALIAS
    );
    let ids = [created, updated].concat();
    let mut found: Vec<T> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.into()]).await?;
    if !found.is_empty() {
        T::fill(tx, &mut found, selection).await?;
    }
    let found: HashMap<Uuid, T> = found.into_iter().map(|row| (key(&row), row)).collect();
    let plan = Plan::<T>::new(selection);
    let mut body = Vec::new();
    for (name, ids) in [("{\"created\":", created), (",\"updated\":", updated)] {
        body.extend_from_slice(name.as_bytes());
        plan.write_all(ids.iter().filter_map(|id| found.get(id)), &mut body);
    }
    let deleted = json!({ "ids": deleted, "object": T::ONE, "deleted": true });
    body.extend_from_slice(format!(",\"deleted\":{deleted}}}").as_bytes());
    Ok(respond(body))
}

/// `{"files":[…]}`: those of these keys, in this order.
pub(in crate::admin) async fn listed<T: Table>(
    tx: &Tx,
    key: fn(&T) -> Uuid,
    ids: &[Uuid],
    selection: &Selection,
) -> Result<Vec<u8>, ApiError> {
    let sql = format!(
        "select {} from {} where {alias}.organization_id = $1 and {alias}.id = any($2)",
        T::SELECT,
        T::FROM,
        alias = T::ALIAS
    );
    let found: Vec<T> = db::fetch_all(tx, &sql, [tx.organization()?.into(), ids.to_vec().into()]).await?;
    let found: HashMap<Uuid, T> = found.into_iter().map(|row| (key(&row), row)).collect();
    let mut body = format!("{{\"{}\":", T::MANY).into_bytes();
    Plan::<T>::new(selection).write_all(ids.iter().filter_map(|id| found.get(id)), &mut body);
    body.push(b'}');
    Ok(body)
}

/// JSON that nobody keeps.
pub(in crate::admin) fn respond(body: Vec<u8>) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
    const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");
    ([(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, NO_STORE)], body).into_response()
}
