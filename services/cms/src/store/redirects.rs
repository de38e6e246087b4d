//! `/store/redirects`: where that lies now which lay at a path.

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value as Json, json};
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::answer::respond;
use crate::redirects::normal;

pub(super) struct Asked {
    path: Option<String>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        // A path leads to the same in each language.
        params.take("locale");
        Self { path: params.text("path") }
    }
}

#[derive(FromQueryResult)]
struct Found {
    from_path: String,
    to_url: String,
    status_code: i32,
}

/// Where a path leads at which nothing lies: one, or none.
///
/// Asked when nothing else is found there. What it leads to leads nowhere else. Whoever follows it hands on the query that came with the path.
#[utoipa::path(
    get,
    path = "/store/redirects",
    tag = "Redirects",
    operation_id = "list_redirects",
    params(("path" = String, Query, description = "The path that was asked for, as it came.", example = "/ueber-uns.html")),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The redirect, if there is one.", body = Json, example = json!({
            "redirects": [{"from_path": "/ueber-uns.html", "to_url": "/about", "status_code": 301}], "count": 1, "offset": 0, "limit": 1
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Asked { path }): Query<Asked>,
) -> Result<Response, ApiError> {
    let path = path.ok_or_else(|| ApiError::invalid_data("Invalid request: Field 'path' is required"))?;
    let mut found: Option<Found> = None;
    // What cannot be a path leads nowhere.
    if let Ok(path) = normal(path.split(['?', '#']).next().unwrap_or_default()) {
        let tx = app.db.begin_read(&shopper).await?;
        let sql = "select from_path, to_url, status_code from redirects where organization_id = $1 and from_path = $2";
        let values: [Cell; 2] = [tx.organization()?.into(), path.into()];
        found = db::fetch_optional(&tx, sql, values).await?;
        tx.commit().await?;
    }
    let told: Vec<Json> = found
        .into_iter()
        .map(|Found { from_path, to_url, status_code }| {
            json!({ "from_path": from_path, "to_url": to_url, "status_code": status_code })
        })
        .collect();
    let body = json!({ "count": told.len(), "redirects": told, "offset": 0, "limit": 1 });
    Ok(respond(Topic::Content, body.to_string()))
}
