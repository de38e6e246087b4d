//! `/store/previews`: a revision that is not published, by a link.

use auth::Shopper;
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use entity::Timestamp;
use serde_json::json;
use web::{
    ApiError, App, StoreErrors, body,
    body::{Body, Required},
};

use crate::{
    media::Library,
    previews::{Previews, Use, previewed, read},
};

const TICKET: &str = "x-kontor-preview";

body! {
    /// What a link carries.
    pub(super) struct Opened {
        /// The token of the link.
        token: Required<String> = "cHJldmlldy10b2tlbg",
    }
}

fn private(body: serde_json::Value) -> Response {
    ([(header::CACHE_CONTROL, "private, no-store")], Json(body)).into_response()
}

/// Exchange the token of a preview's link, once, for a ticket to read by.
#[utoipa::path(
    post,
    path = "/store/previews",
    tag = "Pages",
    operation_id = "open_preview",
    request_body(content = inline(Opened), example = json!({"token": "cHJldmlldy10b2tlbg"})),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The ticket.", body = serde_json::Value, example = json!({
            "preview": {"ticket": "cHJldmlldy10aWNrZXQ", "expires_at": "2026-11-23T16:00:00.000Z"}
        })),
        StoreErrors,
    )
)]
pub(super) async fn open(
    State(app): State<App>,
    Extension(previews): Extension<Previews>,
    shopper: Shopper,
    Body(Opened { token: Required(token) }): Body<Opened>,
) -> Result<Response, ApiError> {
    let named = read(&previews, &shopper, &token, Use::Token, app.db.clock().now())?;
    if !previews.spend(&named).await {
        return Err(ApiError::not_found("This preview is over, or was opened before: ask for another one"));
    }
    let ticket = previews.sign(&named, Use::Ticket).map_err(ApiError::internal)?;
    Ok(private(json!({ "preview": { "ticket": ticket, "expires_at": Timestamp(named.until) } })))
}

/// Read what a preview shows: a page as one of its revisions has it.
///
/// With what the reusable blocks in it say as they are published, and what is known of its pictures and documents, which nothing published
/// need show yet.
#[utoipa::path(
    get,
    path = "/store/previews",
    tag = "Pages",
    operation_id = "read_preview",
    params(("x-kontor-preview" = String, Header, description = "The ticket.", example = "cHJldmlldy10aWNrZXQ")),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The page.", body = serde_json::Value, example = json!({
            "page": {
                "id": "page_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "About us", "slug": "about", "locale": "en",
                "group_id": "01934d5e-6f70-73eb-9c0d-1e2f3ab4d86d", "revision": 7, "template": null, "excerpt": null,
                "seo": {"title": null, "description": null, "image": null, "canonical_url": null, "is_hidden": false},
                "content": {"blocks": [{"type": "heading", "props": {"id": "a1", "level": 1, "text": "About us"}}]}, "reusable_blocks": {}, "media": {}
            }
        })),
        StoreErrors,
    )
)]
pub(super) async fn retrieve(
    State(app): State<App>,
    Extension(previews): Extension<Previews>,
    Extension(library): Extension<Library>,
    shopper: Shopper,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let ticket = headers.get(TICKET).and_then(|ticket| ticket.to_str().ok()).unwrap_or_default();
    let named = read(&previews, &shopper, ticket, Use::Ticket, app.db.clock().now())?;
    // Nobody has published it: Kontor reads it for who has the link.
    let tx = app.db.begin_working(&shopper).await?;
    let page = previewed(&tx, &named, &library.base()).await?;
    tx.commit().await?;
    Ok(private(json!({ "page": page })))
}
