//! `GET /store/blog-posts/{id}`

use auth::Shopper;
use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use cache::Topic;
use entity::ids::PostId;
use resource::Filter;
use serde_json::Value as Json;
use web::{
    ApiError, App, ListQuery, SelectQuery, StoreErrors,
    fields::Plan,
    query::{FromParams, Params, Query},
};

use super::post::{Post, RULES_OF_ONE, example, find};
use crate::{media::Library, store::answer::respond};

pub(in crate::store) struct Asked {
    fields: Option<String>,
    locale: Option<String>,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let SelectQuery { fields } = SelectQuery::read(params);
        Self { fields, locale: params.text("locale") }
    }
}

/// The posts that a path may name.
pub(super) fn of_name(name: &str, locale: Option<&str>) -> Filter {
    let mut filter = Filter::default();
    if let Ok(id) = name.parse::<PostId>() {
        filter.and("p.id = ?", id.0);
        return filter;
    }
    filter.and("p.slug = ?", name.chars().take(200).collect::<String>());
    if let Some(locale) = locale {
        filter.and("p.locale = ?", locale.to_owned());
    }
    filter
}

/// Read a post of the blog, with what it says, and what is known of the pictures and documents in it.
///
/// By its id, or by its path, which is one in each language: without `locale` the post that was published first.
#[utoipa::path(
    get,
    path = "/store/blog-posts/{id}",
    tag = "Blog posts",
    operation_id = "retrieve_blog_post",
    params(
        ("id" = String, Path, description = "The post's id, or its path.", example = "news-of-the-quay"),
        ("locale" = Option<String>, Query, description = "The language, where it is named by its path.", example = "en"),
        ("fields" = Option<String>, Query, description = "What to answer: `-content` removes, a bare list replaces.", example = "id,title"),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "The post.", body = Json, example = json!({ "blog_post": example(true) })),
        StoreErrors,
    )
)]
pub(in crate::store) async fn retrieve(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    path: Result<Path<String>, PathRejection>,
    Query(Asked { fields, locale }): Query<Asked>,
) -> Result<Response, ApiError> {
    let Path(id) = path?;
    let mut selection = RULES_OF_ONE.select(fields.as_deref())?;
    let tx = app.db.begin_read(&shopper).await?;
    let first =
        ListQuery { order: vec![web::Order { field: "first_published_at", descending: false }], ..ListQuery::one() };
    let (found, _) = find(&tx, &library.base(), of_name(&id, locale.as_deref()), &first, &mut selection).await?;
    tx.commit().await?;
    let found = found.first().ok_or_else(|| ApiError::missing("Blog post", &id))?;
    let mut body = b"{\"blog_post\":".to_vec();
    Plan::<Post>::new(&selection).write(found, &mut body);
    body.push(b'}');
    Ok(respond(Topic::Content, body))
}
