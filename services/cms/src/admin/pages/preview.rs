//! `POST /admin/pages/{id}/preview`: a link that shows a revision to who has it, for fifteen minutes and once.

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderValue, header},
    response::Response,
    routing::post,
};
use entity::Timestamp;
use resource::admin::{Doc, id, key, respond};
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App, body,
    body::{Body, Within},
};

use super::{Edited, deed::held};
use crate::{
    pages,
    previews::{Named, Previews, Use},
};

body! {
    /// What is to be shown.
    pub(super) struct Previewing {
        /// Which revision; the draft as it is now when nobody says.
        revision: Within<1, 9_007_199_254_740_991> = 7,
    }
}

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    let doc = Doc::new::<needs::ContentWrite>(
        format!("preview_{}", T::WORD),
        T::TAG,
        "Make a link that shows a revision to who has it, once and for fifteen minutes.",
    )
    .params([id("id", T::NAME, &T::example())])
    .body::<Previewing>()
    .answers(
        "The link.",
        json!({ "preview": {
            "url": "https://shop.example.com/preview?token=cHJldmlldy10b2tlbg", "token": "cHJldmlldy10b2tlbg", "revision": 7,
            "expires_at": "2026-11-23T16:00:00.000Z"
        } }),
    );
    OpenApiRouter::new().routes(doc.route(HttpMethod::Post, &T::path("/preview"), post(preview::<T>)))
}

async fn preview<T: Edited>(
    State(app): State<App>,
    Extension(previews): Extension<Previews>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    Body(Previewing { revision }): Body<Previewing>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let held = held::<T>(&tx, key, &id).await?;
    let revision = revision.0.unwrap_or(held.revision);
    let found = pages::revision(&tx, key, revision).await?;
    tx.commit().await?;
    found.ok_or_else(|| ApiError::missing("Revision", &revision.to_string()))?;
    let named = Named::new(staff.organization.0, key, revision, app.db.clock().now());
    let token = previews.sign(&named, Use::Token).map_err(ApiError::internal)?;
    let url = format!("{}/preview?token={token}", app.config.server.public_url());
    let body = json!({ "preview": { "url": url, "token": token, "revision": revision, "expires_at": Timestamp(named.until) } });
    let mut answer = respond(body.to_string().into_bytes());
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(answer)
}
