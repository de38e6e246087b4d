//! `GET /store/reusable-blocks`: blocks that are written once and shown on many pages, as they are published.

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use entity::ids::ReusableBlockId;
use resource::ids;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::answer::respond;

/// So many at once: each says up to 512 KiB.
const MOST: usize = 20;

pub(super) struct Asked {
    ids: Vec<String>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        // An id is one in all languages.
        params.take("locale");
        Self { ids: params.texts("id").unwrap_or_default() }
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    title: String,
    locale: String,
    content: Json,
}

/// List reusable blocks by their ids, with what they say.
///
/// What pages and posts hold comes with them already, as `reusable_blocks`; this is for whoever shows a draft.
#[utoipa::path(
    get,
    path = "/store/reusable-blocks",
    tag = "Pages",
    operation_id = "list_reusable_blocks",
    params(("id" = Vec<String>, Query, description = "Ids, 20 at the most.", example = json!(["rblk_01jd6nwvvgfa5sr38y5wx4pq3d"]))),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "Those that are published.", body = Json, example = json!({
            "reusable_blocks": [{
                "id": "rblk_01jd6nwvvgfa5sr38y5wx4pq3d", "title": "Opening hours", "locale": "en",
                "content": {"blocks": [{"type": "heading", "props": {"id": "a1", "level": 2, "text": "We are open"}}]}
            }], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Asked { ids: named }): Query<Asked>,
) -> Result<Response, ApiError> {
    if named.is_empty() {
        return Err(ApiError::invalid_data("Invalid request: Field 'id' is required: the ids of reusable blocks"));
    }
    if named.len() > MOST {
        return Err(ApiError::invalid_data(format!("Value for field 'id' too big, expected at most: '{MOST}'")));
    }
    let wanted = ids::<ReusableBlockId>(&named);
    let mut found: Vec<Found> = Vec::new();
    if !wanted.is_empty() {
        let tx = app.db.begin_read(&shopper).await?;
        let sql = "select p.id, p.title, p.locale, c.content from pages p
            join page_content c on c.organization_id = p.organization_id and c.page_id = p.id and c.state = 'published'
            where p.organization_id = $1 and p.id = any($2) and p.kind = 'block' and p.status = 'published' and p.deleted_at is null
            order by p.id";
        let values: [Cell; 2] = [tx.organization()?.into(), wanted.into()];
        found = db::fetch_all(&tx, sql, values).await?;
        tx.commit().await?;
    }
    let told: Vec<Json> = found
        .into_iter()
        .map(|Found { id, title, locale, content }| {
            json!({ "id": ReusableBlockId(id), "title": title, "locale": locale, "content": content })
        })
        .collect();
    let body = json!({ "count": told.len(), "reusable_blocks": told, "offset": 0, "limit": MOST });
    Ok(respond(Topic::Content, body.to_string()))
}
