//! `GET /store/blog-posts`

use auth::Shopper;
use axum::{Extension, extract::State, response::Response};
use cache::Topic;
use resource::{Filter, read_few};
use serde_json::Value as Json;
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, StoreErrors,
    fields::Plan,
    query::{FromParams, Params, Query},
};

use super::post::{FILTERS, Post, RULES, SORTABLE, WORDS, example, find};
use crate::{
    media::Library,
    pages::{MOST_WHOLE, WHOLE},
    store::answer::respond,
};

pub(in crate::store) struct Parameters {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 20, SORTABLE);
        let mut filter = Filter::default();
        read_few(params, FILTERS.to_vec(), "p", WORDS, &mut filter);
        Self { list, filter }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        resource::admin::of_list(FILTERS).into_iter().filter(|param| param.name != "with_deleted").collect()
    }
}

/// List the posts of the blog, the newest first.
///
/// What they say comes with `fields=+content`, and with it `reusable_blocks`: what the reusable blocks in it say, by their ids. What is known
/// of the pictures and documents in it, and of the cover, comes with `+media`: by id, as `/store/media` tells it.
#[utoipa::path(
    get,
    path = "/store/blog-posts",
    tag = "Blog posts",
    operation_id = "list_blog_posts",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of posts.", body = Json, example = json!({
            "blog_posts": [example(false)], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(in crate::store) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Extension(library): Extension<Library>,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let mut selection = RULES.select(list.fields.as_deref())?;
    if WHOLE.iter().any(|part| selection.has(part)) && list.page.limit > MOST_WHOLE {
        return Err(ApiError::invalid_data(format!(
            "Value for field 'limit' too big, expected at most: '{MOST_WHOLE}' with what posts say ('content', 'media')"
        )));
    }
    let tx = app.db.begin_read(&shopper).await?;
    let (found, count) = find(&tx, &library.base(), filter, &list, &mut selection).await?;
    tx.commit().await?;
    let mut body = b"{\"blog_posts\":".to_vec();
    Plan::<Post>::new(&selection).write_all(&found, &mut body);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", list.page.offset, list.page.limit);
    body.extend_from_slice(rest.as_bytes());
    Ok(respond(Topic::Content, body))
}
