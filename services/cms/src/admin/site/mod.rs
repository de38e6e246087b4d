//! `GET|PUT /admin/site`: how the shop presents itself. It has an `ETag`, its revision; who writes it says with `If-Match` which one he saw.

mod bodies;
mod values;

use auth::{May, needs};
use axum::{
    extract::State,
    response::Response,
    routing::{get, put},
};
use db::{Scope, Tx};
use entity::{Timestamp, ids::UserId};
use http::HeaderMap;
use resource::admin::Doc;
use serde_json::{Value, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App, body::Body};

use super::etag::{changed, if_match, seen, tagged};
use crate::site::{self, Kept, Written};
use bodies::Site;

const PATH: &str = "/admin/site";
const TAG: &str = "Admin: site";

fn example() -> Value {
    json!({ "site": {
        "name": "Quay & Tally", "tagline": "Provisions, wool and warm light from the end of the quay.", "logo_media_id": null, "icon_media_id": null,
        "theme": {"name": "harbour", "colors": {"background": "#ffffff", "text": "#1d2a30", "accent": "#1f4e5f", "accent_text": "#ffffff"}, "font": "serif"},
        "seo": {"title_pattern": "{title} · Quay & Tally", "description": "A shop by the harbour.", "image_media_id": null},
        "social": [{"network": "mastodon", "url": "https://social.example/@quay"}],
        "contact": {"email": "hello@quay.example", "phone": "+45 1234 5678", "address": "Quay 1, 1234 Harbour"},
        "home_page_id": null, "maintenance": {"is_on": false, "message": null}, "robots": null, "is_analytics_on": true,
        "revision": 3, "updated_at": "2026-11-22T10:00:00.000Z", "updated_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d"
    } })
}

pub(super) fn router() -> OpenApiRouter<App> {
    let read = Doc::new::<needs::ContentRead>(
        "retrieve_site".to_owned(),
        TAG,
        "Read how the shop presents itself. The `ETag` is its revision, 0 where nobody has said anything yet.",
    )
    .answers("The site.", example());
    let written = Doc::new::<needs::ContentWrite>(
        "replace_site".to_owned(),
        TAG,
        "Say how the shop presents itself, whole: what is not said is empty.",
    )
    .params([if_match()])
    .body::<Site>()
    .answers("The site.", example())
    .refuses("412", "Somebody else was quicker: with `site` as it is.")
    .refuses("428", "`If-Match` is missing.");
    OpenApiRouter::new().routes(read.route(HttpMethod::Get, PATH, get(retrieve))).routes(written.route(
        HttpMethod::Put,
        PATH,
        put(replace),
    ))
}

async fn shown(tx: &Tx) -> Result<(Value, i64), ApiError> {
    let Kept { settings, revision, updated_at, updated_by, store, .. } = site::read(tx).await?;
    let mut shown = serde_json::to_value(&settings).map_err(ApiError::internal)?;
    shown["name"] = json!(settings.name.or(store));
    shown["revision"] = json!(revision);
    shown["updated_at"] = json!(updated_at.map(Timestamp));
    shown["updated_by"] = json!(updated_by.map(UserId));
    Ok((shown, revision))
}

async fn retrieve(State(app): State<App>, staff: May<needs::ContentRead>) -> Result<Response, ApiError> {
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let (site, revision) = shown(&tx).await?;
    tx.commit().await?;
    tagged("site", &site, revision)
}

async fn replace(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    headers: HeaderMap,
    Body(site): Body<Site>,
) -> Result<Response, ApiError> {
    let seen = seen(&headers)?;
    let tx = app.db.begin_working(&staff).await?;
    let done = site::write(&tx, seen, &site.settings()).await?;
    let (site, revision) = shown(&tx).await?;
    tx.commit().await?;
    if done == Written::Changed {
        return changed("site", site, revision, seen);
    }
    tagged("site", &site, revision)
}
