//! `GET /admin/media`, `GET /admin/media/{id}`

use auth::{May, needs};
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::get,
};
use resource::{
    Table as _,
    admin::{Doc, Listing, Resource as _, answer, fields, id, key, of_page, respond_page, select},
};
use serde_json::json;
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::{ApiError, App, SelectQuery, query::Query};

use super::begin;
use crate::media::{Library, Media};

pub(super) fn router() -> OpenApiRouter<App> {
    let page = json!({ "media": [Media::example()], "count": 1, "offset": 0, "limit": Media::LIMIT });
    let listed = Doc::new::<needs::ContentRead>("list_media".to_owned(), Media::TAG, "List pictures and documents.")
        .params(of_page::<Media>())
        .answers("A page of them.", page);
    let one = Doc::new::<needs::ContentRead>("retrieve_media".to_owned(), Media::TAG, "Read a picture or a document.")
        .params([id("id", Media::NAME, &Media::example()), fields()])
        .answers("Media.", json!({ "media": Media::example() }));
    OpenApiRouter::new().routes(listed.route(HttpMethod::Get, Media::PATH, get(list))).routes(one.route(
        HttpMethod::Get,
        "/admin/media/{id}",
        get(retrieve),
    ))
}

async fn list(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    Extension(library): Extension<Library>,
    Query(listing): Query<Listing<Media>>,
) -> Result<Response, ApiError> {
    let tx = begin(&app, &staff, &library).await?;
    let answer = respond_page(&tx, listing).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn retrieve(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    Extension(library): Extension<Library>,
    path: Result<Path<String>, PathRejection>,
    Query(SelectQuery { fields }): Query<SelectQuery>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let selection = select::<Media>(fields.as_deref())?;
    let key = key::<Media>(&id)?;
    let tx = begin(&app, &staff, &library).await?;
    let answer = answer::<Media>(&tx, key, &id, &selection).await?;
    tx.commit().await?;
    Ok(answer)
}
