//! `GET /admin/blocks`: what pages are made of, for the editor.

use std::sync::LazyLock;

use auth::{May, needs};
use axum::{response::Response, routing::get};
use resource::admin::{Doc, respond};
use serde_json::{Value, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use web::App;

pub(super) fn router() -> OpenApiRouter<App> {
    let doc = Doc::new::<needs::ContentWrite>(
        "list_block_types".to_owned(),
        "Admin: pages",
        "List the types of blocks: their JSON Schema, and the forms that an editor shows for them.",
    )
    .answers("The types of blocks, and how much a content may hold.", example());
    OpenApiRouter::new().routes(doc.route(HttpMethod::Get, "/admin/blocks", get(list)))
}

fn example() -> Value {
    json!({
        "forms": [{
            "type": "spacer", "title": "Space", "description": "Room between two blocks, with a line if it is wanted.",
            "group": "layout", "icon": "space", "defaults": {"size": "medium", "line": false},
            "fields": [{
                "name": "line", "title": "Line", "help": "Whether a line goes through it.", "kind": "toggle", "inline": false,
                "needed": false
            }]
        }],
        "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Content", "type": "object"},
        "limits": limits()
    })
}

fn limits() -> Value {
    json!({ "blocks": blocks::MAX_BLOCKS, "depth": blocks::MAX_DEPTH, "bytes": blocks::MAX_BYTES })
}

/// The same for everybody as long as this build runs.
static ANSWER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let answer = json!({ "forms": blocks::forms(), "schema": blocks::schema(), "limits": limits() });
    answer.to_string().into_bytes()
});

async fn list(_: May<needs::ContentWrite>) -> Response {
    respond(ANSWER.clone())
}
