//! `DELETE /admin/media/{id}`

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::delete,
};
use events::{Emit, EventName};
use resource::{
    admin::{Doc, Resource as _, deleted, id, key, missing, query},
    retire,
};
use serde_json::json;
use utoipa::openapi::{
    HttpMethod,
    schema::{Object, Type},
};
use utoipa_axum::router::OpenApiRouter;
use web::{
    ApiError, App,
    query::{FromParams, Params, Query},
};

use crate::media::{Forget, Media, Usage, hold, published_owners};

const DELETED: EventName = EventName::new("media.deleted");
/// So many of those that use it are named.
const MOST_NAMED: usize = 5;

struct Forced(bool);

impl FromParams for Forced {
    fn read(params: &mut Params) -> Self {
        Self(params.boolean("force").unwrap_or_default())
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    let force = query(
        "force",
        "Delete it although something published uses it, which shows nothing in its place then.",
        Object::with_type(Type::Boolean),
        json!(false),
    );
    let gone = json!({ "id": Media::example()["id"], "object": "media", "deleted": true });
    let doc = Doc::new::<needs::ContentWrite>(
        "delete_media".to_owned(),
        Media::TAG,
        "Delete a picture or a document, with all its sizes. What something published uses is kept, unless it is forced.",
    )
    .params([id("id", "Media", &Media::example()), force])
    .answers("It is gone.", gone);
    OpenApiRouter::new().routes(doc.route(HttpMethod::Delete, "/admin/media/{id}", delete(remove)))
}

async fn remove(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    Query(Forced(is_forced)): Query<Forced>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<Media>(&id)?;
    let tx = app.db.begin_working(&staff).await?;
    let held = hold(&tx, key).await?.ok_or_else(|| missing::<Media>(&id))?;
    if !is_forced {
        let owners = published_owners(&tx, key).await?;
        if !owners.is_empty() {
            return Err(used(&owners));
        }
    }
    if !retire(&tx, "public.media", key).await? {
        return Err(missing::<Media>(&id));
    }
    let before =
        json!({ "filename": held.filename, "mime_type": held.mime_type, "title": held.title, "alt": held.alt });
    events::emit(&tx, Emit::new(DELETED, key).before(before)).await?;
    jobs::enqueue(&tx, &Forget { key: held.key }).await?;
    tx.commit().await?;
    Ok(deleted(&id, "media"))
}

fn used(owners: &[Usage]) -> ApiError {
    let named: Vec<String> = owners.iter().take(MOST_NAMED).map(Usage::named).collect();
    let more = if owners.len() > MOST_NAMED { ", and more" } else { "" };
    ApiError::not_allowed(format!(
        "It is used by what is published: {}{more}. Take it out there first, or delete it with force=true",
        named.join(", ")
    ))
    .with_code("media_in_use")
}
