//! `GET|PUT /admin/pages/{id}/draft`
//!
//! A draft has an `ETag`, its revision. Who saves says with `If-Match` which one he saw. If somebody else was quicker he is answered both, and
//! what they make together where that is certain; nothing is written before he has looked at it.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use blocks::Notice;
use chrono::{DateTime, Utc};
use db::{Scope, Tx};
use entity::{Timestamp, ids::UserId};
use http::{HeaderMap, StatusCode, header};
use resource::admin::{Doc, id, key, missing, respond};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use utoipa::openapi::HttpMethod;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, Kind,
    body::{BodyUpTo, Documented as _},
};

use super::{
    Edited,
    bodies::{Draft, Save},
    deed::held,
};
use crate::{
    admin::etag::{if_match, seen, tag},
    pages::{self, Fields, Held, Origin, Snapshot},
};

/// Blocks are 512 KiB at most; what is said besides them is less.
const MOST: usize = 1 << 20;
/// More of what is to be known is not told at once.
const MOST_NOTICES: usize = 100;

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    let one = || id("id", T::NAME, &T::example());
    let read = Doc::new::<needs::ContentRead>(
        format!("retrieve_draft_of_{}", T::WORD),
        T::TAG,
        "Read a draft. Its `ETag` is its revision.",
    )
    .params([one()])
    .answers(
        "The draft, and what is to be known of its blocks before it is published.",
        json!({ "draft": example::<T>(), "notices": [{ "block": "a1", "field": "text", "code": "lacking", "message": "'Text' is still empty" }] }),
    );
    let saved = Doc::new::<needs::ContentWrite>(
        format!("save_draft_of_{}", T::WORD),
        T::TAG,
        "Save a draft. With 412 comes what somebody else has saved, and what both make together.",
    )
    .params([one(), if_match()])
    .body::<Draft<T>>()
    .answers(
        "The draft, which revision it is, and what is to be known of its blocks: what was taken out of HTML, too.",
        json!({ "draft": example::<T>(), "notices": [{ "block": "h1", "field": "html", "code": "taken_out", "message": "<script> was taken out" }] }),
    )
    .refuses("409", "A later save of the same window is here already.")
    .refuses("412", "Somebody else was quicker: with `draft`, `yours`, and `merge` with its `conflicts` (`null` where nothing can be said).")
    .refuses("428", "`If-Match` is missing.");
    OpenApiRouter::new()
        .routes(read.route(HttpMethod::Get, &T::path("/draft"), get(retrieve::<T>)))
        .routes(saved.route(HttpMethod::Put, &T::path("/draft"), put(save::<T>)))
}

/// Something like what is said of a draft, for the document.
pub(super) fn example_of<T: Edited>() -> Value {
    let (row, body) = (T::example(), Draft::<T>::example());
    let shows = ["title", "slug", "content"].iter().chain(T::SHOWS);
    shows
        .map(|name| ((*name).to_owned(), if row[name].is_null() { body[name].clone() } else { row[name].clone() }))
        .collect()
}

fn example<T: Edited>() -> Value {
    let mut example = example_of::<T>();
    example[key_of::<T>()] = T::example_id();
    example["revision"] = json!(7);
    example["updated_at"] = json!("2026-11-22T10:00:00.000Z");
    example["updated_by"] = json!("user_01jd6nwvvgfa5sr38y5wx4pq3d");
    example
}

/// `page_id`
fn key_of<T: Edited>() -> String {
    format!("{}_id", T::ONE)
}

/// A snapshot as it is answered: its title, its path, its blocks, and what its kind has besides.
pub(super) fn shown<T: Edited>(snapshot: &Snapshot) -> Result<Value, ApiError> {
    let mut kept = snapshot.fields.write()?;
    kept["content"] = snapshot.content.clone();
    let shows = ["title", "slug", "content"].iter().chain(T::SHOWS);
    Ok(shows.map(|name| ((*name).to_owned(), kept[name].take())).collect())
}

#[derive(FromQueryResult)]
struct Written {
    revision: i64,
    fields: Value,
    content: Value,
    updated_at: DateTime<Utc>,
    updated_by: Option<Uuid>,
}

/// The draft as it is, with its `ETag`, and what is to be known of it: of what somebody has sent, or else of what is there.
async fn answer<T: Edited>(tx: &Tx, page: Uuid, id: &str, sent: Option<Vec<Notice>>) -> Result<Response, ApiError> {
    let sql = "select c.revision, c.fields, c.content, c.updated_at, c.updated_by
        from page_content c join pages p on p.organization_id = c.organization_id and p.id = c.page_id
        where c.organization_id = $1 and c.page_id = $2 and c.state = 'draft' and p.kind = $3 and p.deleted_at is null";
    let values: [Cell; 3] = [tx.organization()?.into(), page.into(), T::KIND.text().into()];
    let found: Option<Written> = db::fetch_optional(tx, sql, values).await?;
    let Written { revision, fields, content, updated_at, updated_by } = found.ok_or_else(|| missing::<T>(id))?;
    let there = || blocks::Content::parse(&content).map(|content| content.notices()).unwrap_or_default();
    let mut notices = sent.unwrap_or_else(there);
    notices.truncate(MOST_NOTICES);
    let mut draft = shown::<T>(&Snapshot { fields: Fields::read(fields)?, content })?;
    draft[key_of::<T>()] = json!(T::KIND.id(page));
    draft["revision"] = json!(revision);
    draft["updated_at"] = json!(Timestamp(updated_at));
    draft["updated_by"] = json!(updated_by.map(UserId));
    let mut answer = respond(json!({ "draft": draft, "notices": notices }).to_string().into_bytes());
    answer.headers_mut().insert(header::ETAG, tag(revision)?);
    Ok(answer)
}

async fn retrieve<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let answer = answer::<T>(&tx, key, &id, None).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn save<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentWrite>,
    path: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    BodyUpTo(draft): BodyUpTo<Draft<T>, MOST>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let (key, seen) = (key::<T>(&id)?, seen(&headers)?);
    let Save { snapshot, notices, is_autosave, window, reason } = Save::from(draft);
    let tx = app.db.begin_working(&staff).await?;
    let held = held::<T>(&tx, key, &id).await?;
    if let Some((client, sequence)) = window {
        pages::in_turn(&tx, &held, client, sequence).await?;
    }
    if held.revision != seen {
        return quicker::<T>(&tx, &held, seen, &snapshot).await;
    }
    let origin = if is_autosave { Origin::Autosaved } else { Origin::Saved };
    pages::revise(&tx, &held, &snapshot, origin, reason.as_deref()).await?;
    let answer = answer::<T>(&tx, key, &id, Some(notices)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// 412: somebody else was quicker. Nothing is written.
async fn quicker<T: Edited>(tx: &Tx, held: &Held, seen: i64, yours: &Snapshot) -> Result<Response, ApiError> {
    let merged = pages::merged(tx, held, seen, yours).await?;
    let error = ApiError::new(
        Kind::PreconditionFailed,
        format!(
            "The draft is at revision {} by now, and revision {seen} was changed: look at 'draft', 'yours' and 'merge', and save what it is to be \
             with If-Match: \"{}\"",
            held.revision, held.revision
        ),
    );
    let mut body = serde_json::to_value(error.body(None)).map_err(ApiError::internal)?;
    let mut draft = shown::<T>(&held.draft()?)?;
    draft["revision"] = json!(held.revision);
    body["draft"] = draft;
    body["yours"] = shown::<T>(yours)?;
    body["merge"] = match merged {
        None => Value::Null,
        Some(merged) => {
            let mut shown = shown::<T>(&merged.snapshot)?;
            shown["conflicts"] = Value::Array(merged.conflicts);
            shown
        }
    };
    let mut answer = (StatusCode::PRECONDITION_FAILED, respond(body.to_string().into_bytes())).into_response();
    answer.headers_mut().insert(header::ETAG, tag(held.revision)?);
    Ok(answer)
}
