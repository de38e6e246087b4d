//! `GET /store/content-search`: pages, posts and the changelog, found by words.

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use entity::Timestamp;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use web::{
    ApiError, App, StoreErrors,
    query::{FromParams, Params, Query},
};

use super::answer::respond;
use crate::pages::Kind;

/// The longest that is asked.
const LONGEST: usize = 200;
/// So many at once.
const MOST: i64 = 50;

pub(super) struct Asked {
    words: Option<String>,
    locale: Option<String>,
    kinds: Option<Vec<String>>,
    limit: i64,
    offset: i64,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        Self {
            words: params.text("q"),
            locale: params.text("locale"),
            kinds: params.texts("kind"),
            limit: params.integer("limit", 0, MOST).unwrap_or(10),
            offset: params.integer("offset", 0, 1_000).unwrap_or_default(),
        }
    }
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    kind: String,
    title: String,
    slug: String,
    locale: String,
    summary: String,
    first_published_at: Option<Timestamp>,
    count: i64,
}

impl Found {
    fn told(self) -> Json {
        let Self { id, kind, title, slug, locale, summary, first_published_at, .. } = self;
        let of = Kind::of(&kind);
        let url = of.path(&slug).unwrap_or_else(|| format!("/changelog#{slug}"));
        json!({
            "id": of.id(id), "kind": kind, "title": title, "url": url, "locale": locale, "summary": summary,
            "first_published_at": first_published_at
        })
    }
}

/// Find pages, posts and entries of the changelog by words, the best first.
///
/// All words must be in it, the last one perhaps only begun; titles that are nearly what was asked are found too.
#[utoipa::path(
    get,
    path = "/store/content-search",
    tag = "Pages",
    operation_id = "search_content",
    params(
        ("q" = String, Query, description = "What is looked for, 200 signs at the most.", example = "opening hours"),
        ("locale" = Option<String>, Query, description = "Only what is in this language.", example = "en"),
        ("kind" = Option<Vec<String>>, Query, description = "Only these: `page`, `post`, `change`.", example = json!(["page", "post"])),
        ("limit" = Option<i64>, Query, description = "How many to answer, 50 at the most.", example = 10),
        ("offset" = Option<i64>, Query, description = "How many to skip.", example = 0),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "What was found.", body = Json, example = json!({
            "results": [{
                "id": "page_01jd6nwvvgfa5sr38y5wx4pq3d", "kind": "page", "title": "Opening hours", "url": "/opening-hours", "locale": "en",
                "summary": "When the door at the end of the quay is open.", "first_published_at": "2026-11-20T10:00:00.000Z"
            }], "count": 1, "offset": 0, "limit": 10
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Asked { words, locale, kinds, limit, offset }): Query<Asked>,
) -> Result<Response, ApiError> {
    let words = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    let words = words.ok_or_else(|| ApiError::invalid_data("Invalid request: Field 'q' is required"))?;
    if words.chars().count() > LONGEST {
        return Err(ApiError::invalid_data(format!("Value for field 'q' too big, expected at most: '{LONGEST}'")));
    }
    let known = ["page", "post", "change"];
    if kinds.iter().flatten().any(|kind| !known.contains(&kind.as_str())) {
        return Err(ApiError::invalid_data("Invalid value for field 'kind': expected 'page', 'post' or 'change'"));
    }
    let tx = app.db.begin_read(&shopper).await?;
    let sql =
        "select p.id, p.kind, p.title, p.slug, p.locale, d.summary, p.first_published_at, count(*) over () as count
        from private.find_content($2, $3, $4) f
        join pages p on p.organization_id = $1 and p.id = f.page_id and p.status = 'published' and p.deleted_at is null
        join content_documents d on d.organization_id = p.organization_id and d.page_id = p.id
        order by f.rank desc, p.first_published_at desc, p.id limit $5 offset $6";
    let values: [Cell; 6] =
        [tx.organization()?.into(), words.into(), locale.into(), kinds.into(), limit.into(), offset.into()];
    let found: Vec<Found> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    let count = found.first().map_or(0, |found| found.count);
    let told: Vec<Json> = found.into_iter().map(Found::told).collect();
    let body = json!({ "results": told, "count": count, "offset": offset, "limit": limit });
    Ok(respond(Topic::Content, body.to_string()))
}
