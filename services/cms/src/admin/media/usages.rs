//! `GET /admin/media/{id}/usages`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::get,
};
use db::Scope;
use resource::{
    Filter, Select,
    admin::{Doc, Resource as _, id, key, missing, query, respond},
    page,
};
use serde_json::{Value as Json, json};
use utoipa::openapi::{
    HttpMethod,
    schema::{Object, Type},
};
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App, Page,
    query::{FromParams, Params, Query},
};

use crate::media::{Media, OWNED, OWNERS, Usage, is_there};

struct Window(Page);

impl FromParams for Window {
    fn read(params: &mut Params) -> Self {
        let limit = params.integer("limit", 0, 1_000).unwrap_or(50);
        Self(Page { limit, offset: params.integer("offset", 0, 10_000_000).unwrap_or(0) })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let number = || Object::with_type(Type::Integer);
    let page = json!({
        "usages": [{
            "object": "page", "id": "page_01jd6nwvvgfa5sr38y5wx4pq3d", "state": "published", "title": "About us", "slug": "about",
            "locale": "en", "created_at": "2026-11-21T10:00:00.000Z"
        }],
        "count": 1, "offset": 0, "limit": 50
    });
    let doc = Doc::new::<needs::ContentRead>(
        "list_usages_of_media".to_owned(),
        Media::TAG,
        "List what uses a picture or a document: drafts, and what is published.",
    )
    .params([
        id("id", "Media", &Media::example()),
        query("limit", "How many to answer, 1,000 at most.", number(), json!(50)),
        query("offset", "How many to skip.", number(), json!(0)),
    ])
    .answers("A page of them.", page);
    OpenApiRouter::new().routes(doc.route(HttpMethod::Get, "/admin/media/{id}/usages", get(list)))
}

async fn list(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
    Query(Window(window)): Query<Window>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Media>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    if !is_there(&tx, key).await? {
        return Err(missing::<Media>(&id));
    }
    let order_by = "order by (u.state = 'published') desc, p.title, u.owner_id, u.state";
    let select = Select { columns: Usage::SELECT, from: OWNERS, order_by };
    let values = vec![tx.organization()?.into(), key.into()];
    let (owners, count): (Vec<Usage>, i64) = page(&tx, select, &Filter::new(OWNED), values, window).await?;
    tx.commit().await?;
    let usages: Vec<Json> = owners.iter().map(Usage::told).collect();
    let body = json!({ "usages": usages, "count": count, "offset": window.offset, "limit": window.limit });
    Ok(respond(body.to_string().into_bytes()))
}
