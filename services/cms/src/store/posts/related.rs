//! `GET /store/blog-posts/{id}/related`

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use resource::Filter;
use serde_json::Value as Json;
use uuid::Uuid;
use web::{
    ApiError, App, ListQuery, SelectQuery, StoreErrors,
    fields::{Plan, Selection},
    query::{FromParams, Params, Query},
};

use super::{
    post::{Post, RULES, example, find},
    retrieve::of_name,
};
use crate::{media::Library, posts::related, store::answer::respond};

/// So many at the most.
const MOST: i64 = 20;

pub(in crate::store) struct Asked {
    fields: Option<String>,
    locale: Option<String>,
    limit: i64,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, locale: params.text("locale"), limit: params.integer("limit", 0, MOST).unwrap_or(3) }
    }
}

/// List posts that go with another one: the nearest by meaning, then those with the same tags, then the newest.
///
/// In the language of the post itself.
#[utoipa::path(
    get,
    path = "/store/blog-posts/{id}/related",
    tag = "Blog posts",
    operation_id = "list_related_blog_posts",
    params(
        ("id" = String, Path, description = "The post's id, or its path.", example = "news-of-the-quay"),
        ("locale" = Option<String>, Query, description = "The language, where it is named by its path.", example = "en"),
        ("limit" = Option<i64>, Query, description = "How many to answer, 20 at most.", example = 3),
        ("fields" = Option<String>, Query, description = "What to answer: `-seo` removes, a bare list replaces.", example = "id,title"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The posts.", body = Json, example = json!({
            "blog_posts": [example(false)], "count": 1, "offset": 0, "limit": 3
        })),
        StoreErrors,
    )
)]
pub(in crate::store) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { fields, locale, limit }): Query<Asked>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut selection = RULES.select(fields.as_deref())?;
    let base = library.base();
    let tx = app.db.begin_read(&shopper).await?;
    let mut itself = Selection::of(["id"]);
    let (found, _) = find(&tx, &base, of_name(&id, locale.as_deref()), &ListQuery::one(), &mut itself).await?;
    let of = found.first().ok_or_else(|| ApiError::missing("Blog post", &id))?;
    let near: Vec<Uuid> = related(&tx, of.id.0, limit).await?;
    let mut filter = Filter::default();
    filter.and("p.id = any(?)", near.clone());
    let page = web::Page { limit, offset: 0 };
    let (mut found, _) = find(&tx, &base, filter, &ListQuery { page, ..ListQuery::one() }, &mut selection).await?;
    tx.commit().await?;
    found.sort_by_key(|post| near.iter().position(|id| *id == post.id.0));
    let mut body = b"{\"blog_posts\":".to_vec();
    Plan::<Post>::new(&selection).write_all(&found, &mut body);
    body.extend_from_slice(format!(",\"count\":{},\"offset\":0,\"limit\":{limit}}}", found.len()).as_bytes());
    Ok(respond(Topic::Content, body))
}
