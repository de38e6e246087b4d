//! `GET /store/blog-tags`

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::{Value as Json, json};
use web::{
    ApiError, App, ListQuery, StoreErrors,
    query::{FromParams, Params, Query},
};

use crate::store::answer::respond;

pub(in crate::store) struct Asked {
    locale: Option<String>,
    limit: i64,
    offset: i64,
}

impl FromParams for Asked {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 50, &[]);
        Self { locale: params.text("locale"), limit: list.page.limit, offset: list.page.offset }
    }
}

#[derive(FromQueryResult)]
struct Found {
    slug: String,
    name: String,
    posts: i64,
    count: i64,
}

/// List the tags of published posts, those of the most posts first.
#[utoipa::path(
    get,
    path = "/store/blog-tags",
    tag = "Blog posts",
    operation_id = "list_blog_tags",
    params(
        ("locale" = Option<String>, Query, description = "Those of posts in this language alone.", example = "en"),
        ("limit" = Option<i64>, Query, description = "How many to answer, 1,000 at most.", example = 50),
        ("offset" = Option<i64>, Query, description = "How many to skip.", example = 0),
    ),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of tags.", body = Json, example = json!({
            "blog_tags": [{"slug": "coffee", "name": "Coffee", "posts": 4}], "count": 1, "offset": 0, "limit": 50
        })),
        StoreErrors,
    )
)]
pub(in crate::store) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Asked { locale, limit, offset }): Query<Asked>,
) -> Result<Response, ApiError> {
    let tx = app.db.begin_read(&shopper).await?;
    // As the newest post writes it. The last line counts them all, also where a page is empty.
    let sql = "with known as (
          select t.slug, (array_agg(t.name order by p.first_published_at desc, p.id desc))[1] as name, count(*) as posts
          from blog_post_tags t join pages p on p.organization_id = t.organization_id and p.id = t.page_id
          where t.organization_id = $1 and p.status = 'published' and p.deleted_at is null and ($2::text is null or p.locale = $2)
          group by t.slug
        ), listed as (select * from known order by posts desc, slug limit $3 offset $4)
        select l.slug, l.name, l.posts, 0::bigint as count, 0 as last from listed l
        union all select '', '', 0, (select count(*) from known), 1
        order by last, posts desc, slug";
    let values: [Cell; 4] = [tx.organization()?.into(), locale.into(), limit.into(), offset.into()];
    let mut found: Vec<Found> = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    let count = found.pop().map_or(0, |last| last.count);
    let tags: Vec<Json> = found
        .into_iter()
        .map(|Found { slug, name, posts, .. }| json!({ "slug": slug, "name": name, "posts": posts }))
        .collect();
    let body = json!({ "blog_tags": tags, "count": count, "offset": offset, "limit": limit });
    Ok(respond(Topic::Content, body.to_string()))
}
