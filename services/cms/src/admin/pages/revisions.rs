//! `GET /admin/pages/{id}/revisions`, one of them, and what changed between two.

use auth::{May, needs};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::get,
};
use db::{Scope, Tx};
use entity::{
    Timestamp,
    ids::{PageRevisionId, UserId},
};
use resource::{
    Param, Row, Table,
    admin::{Doc, Listing, id, key, missing, of_list, query, respond, respond_page},
    row,
};
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value, json};
use utoipa::openapi::{
    HttpMethod,
    path::Parameter,
    schema::{Object, Type},
};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App,
    fields::{Column, View},
    query::{FromParams, Params, Query},
};

use super::{
    Edited,
    draft::{example_of, shown},
};
use crate::pages::{self, Snapshot};

row! {
    /// A revision, without what it says.
    struct Listed from "r" {
        id: PageRevisionId,
        revision: i64,
        kind: String,
        title: String = "r.fields ->> 'title'",
        reason: Option<String>,
        of_revision: Option<i64>,
        published_at: Option<Timestamp>,
        created_by: Option<UserId>,
        created_at: Timestamp,
    }
}

impl View for Listed {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Listed {
    type Id = PageRevisionId;

    const ONE: &'static str = "revision";
    const MANY: &'static str = "revisions";
    const NAME: &'static str = "Revision";
    const LIMIT: i64 = 20;
    const SORTABLE: &'static [&'static str] = &["revision", "created_at", "published_at"];
    const WORDS: &'static [&'static str] = &["r.reason"];
    const FROM: &'static str = "(select *, null::timestamptz as deleted_at from public.page_content_history) r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] = &[
        Param::number("revision", "Numbers."),
        Param::text("kind", "How it came: `created`, `saved`, `autosaved`, `restored`, `discarded`."),
        Param::time("published_at", "When it was first published: only what was ever has this."),
    ];
}

fn example() -> Value {
    json!({
        "id": "pagerev_01jd6nwvvgfa5sr38y5wx4pq3d", "revision": 7, "kind": "saved", "title": "About us", "reason": "New opening hours",
        "of_revision": null, "published_at": "2026-11-22T10:00:00.000Z", "created_by": "user_01jd6nwvvgfa5sr38y5wx4pq3d",
        "created_at": "2026-11-22T10:00:00.000Z"
    })
}

fn whole<T: Edited>() -> Value {
    let mut whole = example_of::<T>();
    whole["revision"] = json!(7);
    whole
}

fn number() -> Parameter {
    id("revision", "Revision, by its number", &json!({ "id": "7" }))
}

pub(super) fn router<T: Edited>() -> OpenApiRouter<App> {
    let doc = |verb: &str, summary| Doc::new::<needs::ContentRead>(format!("{verb}_{}", T::WORD), T::TAG, summary);
    let one = || id("id", T::NAME, &T::example());
    let listed = doc("list_revisions_of", "List the revisions, the newest first, without what they say.")
        .params([one()])
        .params(of_list(Listed::FILTERS))
        .answers(
            "A page of them.",
            json!({ "revisions": [example()], "count": 1, "offset": 0, "limit": Listed::LIMIT }),
        );
    let read = doc("retrieve_revision_of", "Read a revision, with what it says.")
        .params([one(), number()])
        .answers("The revision.", json!({ "revision": whole::<T>() }));
    let from = query(
        "from",
        "The revision to compare with; the one that is published when nobody says.",
        Object::with_type(Type::Integer),
        json!(5),
    );
    let compared = doc("diff_revisions_of", "What changed between two revisions, block by block and field by field.")
        .params([one(), number(), from])
        .answers("What changed.", json!({ "diff": {"from": 5, "to": 7, "fields": [{"path": "title", "before": "About", "after": "About us"}], "blocks": []} }));
    OpenApiRouter::new()
        .routes(listed.route(HttpMethod::Get, &T::path("/revisions"), get(list::<T>)))
        .routes(read.route(HttpMethod::Get, &T::path("/revisions/{revision}"), get(retrieve::<T>)))
        .routes(compared.route(HttpMethod::Get, &T::path("/revisions/{revision}/diff"), get(compare::<T>)))
}

#[derive(FromQueryResult)]
struct Known {
    published_revision: Option<i64>,
}

/// 404 when there is no such page.
async fn known<T: Edited>(tx: &Tx, key: Uuid, id: &str) -> Result<Known, ApiError> {
    let sql = "select published_revision from pages where organization_id = $1 and id = $2 and kind = $3 and deleted_at is null";
    let values: [Cell; 3] = [tx.organization()?.into(), key.into(), T::KIND.text().into()];
    let found: Option<Known> = db::fetch_optional(tx, sql, values).await?;
    found.ok_or_else(|| missing::<T>(id))
}

async fn list<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Result<Path<String>, PathRejection>,
    Query(listing): Query<Listing<Listed>>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    known::<T>(&tx, key, &id).await?;
    let answer = respond_page(&tx, listing.only("r.page_id = ?", key)).await?;
    tx.commit().await?;
    Ok(answer)
}

type Both = Result<Path<(String, String)>, PathRejection>;

/// What it said then.
async fn snapshot(tx: &Tx, page: Uuid, number: &str) -> Result<(i64, Snapshot), ApiError> {
    let unknown = || ApiError::missing("Revision", number);
    let wanted = number.parse().map_err(|_| unknown())?;
    let found = pages::revision(tx, page, wanted).await?.ok_or_else(unknown)?;
    Ok((found.number, found.snapshot))
}

async fn retrieve<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Both,
) -> Result<Response, ApiError> {
    let Path((id, number)) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    known::<T>(&tx, key, &id).await?;
    let (number, snapshot) = snapshot(&tx, key, &number).await?;
    tx.commit().await?;
    let mut revision = shown::<T>(&snapshot)?;
    revision["revision"] = json!(number);
    Ok(respond(json!({ "revision": revision }).to_string().into_bytes()))
}

struct Compared {
    from: Option<String>,
}

impl FromParams for Compared {
    fn read(params: &mut Params) -> Self {
        Self { from: params.text("from") }
    }
}

async fn compare<T: Edited>(
    State(app): State<App>,
    staff: May<needs::ContentRead>,
    path: Both,
    Query(Compared { from }): Query<Compared>,
) -> Result<Response, ApiError> {
    let Path((id, number)) = path?;
    let key = key::<T>(&id)?;
    let tx = app.db.begin(Scope::from(&*staff)).await?;
    let Known { published_revision } = known::<T>(&tx, key, &id).await?;
    let Some(from) = from.or_else(|| published_revision.map(|number| number.to_string())) else {
        return Err(ApiError::invalid_data("Field 'from' is required: nothing of it is published to compare with"));
    };
    let (after, new) = snapshot(&tx, key, &number).await?;
    let (before, old) = snapshot(&tx, key, &from).await?;
    tx.commit().await?;
    let diff = pages::diff(&old, &new)?;
    let mut body = json!({ "from": before, "to": after });
    body["fields"] = diff.fields;
    body["blocks"] = diff.blocks;
    Ok(respond(json!({ "diff": body }).to_string().into_bytes()))
}
